import { eventCodec, type Upcaster } from '../../kernel/event-codec.js';
import type { IsoInstant } from '../../kernel/instant.js';
import { fields, type FieldShapes, instant, listOf, oneOf, orNull, type Shape, text, whole } from '../../kernel/shape.js';

/** Why a person's texts are made unreadable. A closed list: free text might name the very person. */
export const ERASURE_REASONS = ['APPLICANT_ASKED', 'CONSENT_WITHDRAWN', 'PURPOSE_ACHIEVED', 'RETENTION_ENDED', 'UNLAWFUL', 'ORDERED'] as const;
export type ErasureReason = (typeof ERASURE_REASONS)[number];

/** `applicantKeyId` is the pseudonym: the id of the applicant's key. The reference itself is in no event. */
interface Common {
  readonly hallId: string;
  readonly applicantKeyId: string;
  readonly occurredAt: IsoInstant;
}

/** What became unreadable. Positions are decimal text, null where nothing was sealed. */
export interface Erased {
  readonly requests: number;
  readonly texts: number;
  readonly firstPosition: string | null;
  readonly lastPosition: string | null;
  /** How many keys were destroyed, the applicant's among them. */
  readonly keys: number;
  /** Their ids, the applicant's first; at most `KEYS_NAMED_MAX`. */
  readonly keyIds: readonly string[];
}
export const KEYS_NAMED_MAX = 1_000;

/** Stored in `erasure-<applicantKeyId>`: names and shapes are for ever. Requested before the key is destroyed, completed after. */
export interface ErasureEventData {
  ErasureRequested: Common & { readonly reason: ErasureReason };
  ErasureCompleted: Common & Erased;
}
export type ErasureEventType = keyof ErasureEventData;
export type ErasureEvent = { [T in ErasureEventType]: { readonly type: T; readonly data: ErasureEventData[T] } }[ErasureEventType];

const COMMON: FieldShapes<Common> = { hallId: text, applicantKeyId: text, occurredAt: instant };
const SHAPES: Readonly<Record<ErasureEventType, Shape>> = {
  ErasureRequested: fields<ErasureEventData['ErasureRequested']>({ ...COMMON, reason: oneOf(...ERASURE_REASONS) }),
  ErasureCompleted: fields<ErasureEventData['ErasureCompleted']>({
    ...COMMON, requests: whole, texts: whole, firstPosition: orNull(text), lastPosition: orNull(text), keys: whole, keyIds: listOf(text),
  }),
};

/** None yet. */
const UPCASTERS: readonly Upcaster[] = [];
const codec = eventCodec<ErasureEvent>('erasure', SHAPES, UPCASTERS);

export const STORED_ERASURE_TYPES = codec.storedTypes;
/** @throws UndecodableEvent for what no version of this program stored. */
export const decodeErasureEvent = (type: string, data: object, unreadable?: string): ErasureEvent => codec.decode(type, data, unreadable);

export const ERASURE_CATEGORY = 'erasure';
export const erasureStreamOf = (applicantKeyId: string): string => `${ERASURE_CATEGORY}-${applicantKeyId}`;
/** A key's id is a UUID; anything else never was one. */
export const isKeyId = (value: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
