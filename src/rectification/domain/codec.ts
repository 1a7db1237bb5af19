import { eventCodec, type Upcaster } from '../../kernel/event-codec.js';
import { fields, type FieldShapes, instant, oneOf, optional, type Shape, text, whole } from '../../kernel/shape.js';
import type { Common, Sealed } from '../../service-request/domain/events.js';
import type { RectificationEvent, RectificationEventData, RectificationEventType } from './rectification-events.js';

const COMMON: FieldShapes<Common> = {
  hallId: text, requestId: text, occurredAt: instant, departmentId: text, officerId: optional(text), terminalId: optional(text),
};

const RECTIFICATION_SHAPES: Readonly<Record<RectificationEventType, Shape>> = {
  RectificationOpened: fields<RectificationEventData['RectificationOpened']>({
    ...COMMON, closure: whole, ratingRevision: whole, score: oneOf(1, 2), workingDays: whole, dueAt: instant, calendarId: text, calendarVersion: whole,
  }),
  RectificationCompleted: fields<RectificationEventData['RectificationCompleted']>({
    ...COMMON, closure: whole, measures: optional(fields<Sealed>({ keyId: text, nonce: text, ciphertext: text })),
  }),
};

/** From older stored versions to the latest, one step each. None yet. */
const UPCASTERS: readonly Upcaster[] = [];
const codec = eventCodec<RectificationEvent>('rectification', RECTIFICATION_SHAPES, UPCASTERS);

export const STORED_RECTIFICATION_TYPES = codec.storedTypes;

/** @throws UndecodableEvent, saying which, when it cannot be read, is of an unknown type or of a shape that was never stored. */
export const decodeRectificationEvent = (type: string, data: object, unreadable?: string): RectificationEvent => codec.decode(type, data, unreadable);
