import { eventCodec, type Upcaster } from '../../kernel/event-codec.js';
import type { IsoInstant } from '../../kernel/instant.js';
import { fields, type FieldShapes, instant, listOf, optional, type Shape, text } from '../../kernel/shape.js';
import { isSigningKey } from './signing-key.js';

interface Named {
  readonly hallId: string;
  /** The counter's own id, unique within its hall; what an event may name in `terminalId`. */
  readonly terminalId: string;
  /** When the service decided it. */
  readonly occurredAt: IsoInstant;
}
interface Acting {
  /** Departments it may act for, each with everything below it. */
  readonly departmentIds: readonly string[];
}
interface Credential {
  /** SHA-256 (hex) of the credential. It has 256 random bits, so nothing can be guessed from this, and a salt would add nothing. */
  readonly credentialDigest: string;
  /** What is sent with this credential is signed by this Ed25519 key (SPKI DER, base64); absent: it need not be signed. */
  readonly publicKey?: string;
}

/** Stored in `terminal-<hallId>.<terminalId>`: names and shapes are for ever, like those of a request. No secret is in them. */
export interface TerminalEventData {
  /** The first event of a terminal, or one after its revocation: with a new credential it is in use again. */
  TerminalRegistered: Named & Acting & Credential;
  /** The credential before is good up to, not including, `previousUntil`; at the event's own instant it ends at once, and with it all older ones. */
  TerminalCredentialRotated: Named & Credential & { readonly previousUntil: IsoInstant };
  TerminalMoved: Named & Acting;
  TerminalRevoked: Named;
  /** Stream `terminal-index`; precedes the first event of the terminal's stream, so that a start reads those and not the whole log. */
  TerminalStreamOpened: Named;
}
export type TerminalEventType = keyof TerminalEventData;
export type TerminalEvent = { [T in TerminalEventType]: { readonly type: T; readonly data: TerminalEventData[T] } }[TerminalEventType];

export const TERMINAL_CATEGORY = 'terminal';
/** A hall id holds no dot, so no terminal's stream has this name. */
export const TERMINAL_INDEX_STREAM = `${TERMINAL_CATEGORY}-index`;
export const terminalStream = (hallId: string, terminalId: string): string => `${TERMINAL_CATEGORY}-${hallId}.${terminalId}`;

const NAMED: FieldShapes<Named> = { hallId: text, terminalId: text, occurredAt: instant };
const digest: Shape = (value) => (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? null : '');
const signingKey: Shape = (value) => (typeof value === 'string' && isSigningKey(value) ? null : '');
const CREDENTIAL: FieldShapes<Credential> = { credentialDigest: digest, publicKey: optional(signingKey) };

const TERMINAL_SHAPES: Readonly<Record<TerminalEventType, Shape>> = {
  TerminalRegistered: fields<TerminalEventData['TerminalRegistered']>({ ...NAMED, departmentIds: listOf(text), ...CREDENTIAL }),
  TerminalCredentialRotated: fields<TerminalEventData['TerminalCredentialRotated']>({ ...NAMED, ...CREDENTIAL, previousUntil: instant }),
  TerminalMoved: fields<TerminalEventData['TerminalMoved']>({ ...NAMED, departmentIds: listOf(text) }),
  TerminalRevoked: fields<TerminalEventData['TerminalRevoked']>(NAMED),
  TerminalStreamOpened: fields<TerminalEventData['TerminalStreamOpened']>(NAMED),
};

/** None yet: every type is stored as it was first shipped. */
const UPCASTERS: readonly Upcaster[] = [];
const codec = eventCodec<TerminalEvent>('terminal', TERMINAL_SHAPES, UPCASTERS);

export const STORED_TERMINAL_TYPES = codec.storedTypes;
/** @throws UndecodableEvent for what no version of this program stored. */
export const decodeTerminalEvent = (type: string, data: object, unreadable?: string): TerminalEvent => codec.decode(type, data, unreadable);
