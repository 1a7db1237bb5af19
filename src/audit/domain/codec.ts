import { ROLES } from '../../kernel/actor.js';
import { eventCodec, type Upcaster } from '../../kernel/event-codec.js';
import { fields, instant, listOf, oneOf, optional, orNull, type Shape, text } from '../../kernel/shape.js';
import type { Sealed } from '../../service-request/domain/events.js';
import { type AuditEvent, type AuditEventType, type HistoriesExportedData, type HistoryReadData, type HistorySearchedData, READ_THROUGH, SEARCHED_FIELDS } from './audit-events.js';

const AUDIT_SHAPES: Readonly<Record<AuditEventType, Shape>> = {
  HistoryRead: fields<HistoryReadData>({
    hallId: text, requestId: text, occurredAt: instant, role: oneOf(...ROLES), through: oneOf(...READ_THROUGH), position: text, asOf: orNull(instant),
    asKnownAt: orNull(text), reason: optional(fields<Sealed>({ keyId: text, nonce: text, ciphertext: text })),
  }),
  HistorySearched: fields<HistorySearchedData>({
    hallId: text, occurredAt: instant, role: oneOf(...ROLES), fields: listOf(oneOf(...SEARCHED_FIELDS)), applicant: orNull(text), mac: text, position: text,
  }),
  HistoriesExported: fields<HistoriesExportedData>({ hallId: text, occurredAt: instant, role: oneOf(...ROLES), file: text, mac: text, position: text }),
};

/** None yet: the types are stored as they were first shipped. */
const UPCASTERS: readonly Upcaster[] = [];
const codec = eventCodec<AuditEvent>('audit', AUDIT_SHAPES, UPCASTERS);

export const STORED_AUDIT_TYPES = codec.storedTypes;
/** @throws UndecodableEvent for what no version of this program stored. */
export const decodeAuditEvent = (type: string, data: object, unreadable?: string): AuditEvent => codec.decode(type, data, unreadable);
