import { eventCodec, type Upcaster } from '../../kernel/event-codec.js';
import type { IsoInstant } from '../../kernel/instant.js';
import { fields, instant, number, oneOf, optional, type Shape, text, whole } from '../../kernel/shape.js';
import type { Common, LimitKind } from '../../service-request/domain/events.js';

export type WarnedState = 'YELLOW' | 'RED';

/** Which rule raised a warning, and what it went by: enough to say years later why it was raised. */
export interface WarningRule {
  readonly id: 'LIMIT_STATE';
  readonly version: 1;
  /** The share pinned at the receipt. */
  readonly warningShare: number;
  readonly calendarId: string;
  readonly calendarVersion: number;
  /** Events of the request it was decided on, and how far the log's calendars were known, as decimal text. */
  readonly requestRevision: number;
  readonly position: string;
}

/** `occurredAt` is when it was raised, `departmentId` the holder that is warned, `officerId` its officer, where known. */
export interface WarningRaisedData extends Common {
  readonly serviceItemCode: string;
  readonly limit: LimitKind;
  readonly state: WarnedState;
  /** Since when the request was in that state. */
  readonly turnedAt: IsoInstant;
  readonly dueAt: IsoInstant;
  readonly provisional: boolean;
  readonly usedMs: number;
  readonly budgetMs: number;
  readonly rule: WarningRule;
}

/** Stored in `warning-<hallId>.<requestId>`: names and shapes are for ever, like those of a request. */
export interface WarningEvent {
  readonly type: 'WarningRaised';
  readonly data: WarningRaisedData;
}

const rule: Shape = fields<WarningRule>({
  id: oneOf('LIMIT_STATE'), version: oneOf(1), warningShare: number, calendarId: text, calendarVersion: whole, requestRevision: whole, position: text,
});
const raised: Shape = fields<WarningRaisedData>({
  hallId: text, requestId: text, occurredAt: instant, departmentId: text, officerId: optional(text), terminalId: optional(text), serviceItemCode: text,
  limit: oneOf('PROMISED', 'STATUTORY'), state: oneOf('YELLOW', 'RED'), turnedAt: instant, dueAt: instant,
  provisional: oneOf(true, false), usedMs: whole, budgetMs: whole, rule,
});

/** None yet: the type is stored as it was first shipped. */
const UPCASTERS: readonly Upcaster[] = [];
const codec = eventCodec<WarningEvent>('warning', { WarningRaised: raised }, UPCASTERS);

export const STORED_WARNING_TYPES = codec.storedTypes;
/** @throws UndecodableEvent for what no version of this program stored. */
export const decodeWarningEvent = (type: string, data: object, unreadable?: string): WarningEvent => codec.decode(type, data, unreadable);

export const warningStreamPrefix = 'warning-';
export const warningStreamOf = (hallId: string, requestId: string): string => `${warningStreamPrefix}${hallId}.${requestId}`;
