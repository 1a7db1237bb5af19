import { fields, type FieldShapes, instant, listOf, number, oneOf, optional, orNull, recordOf, type Shape, text, whole } from '../../kernel/shape.js';
import { limitShape } from '../../working-time/limit-shape.js';
import type { Common, Pinned, Sealed, ServiceRequestEventData, ServiceRequestEventType } from './events.js';

const sealed = fields<Sealed>({ keyId: text, nonce: text, ciphertext: text });

const COMMON: FieldShapes<Common> = {
  hallId: text, requestId: text, occurredAt: instant, departmentId: text, officerId: optional(text), terminalId: optional(text),
};
const PINNED: FieldShapes<Pinned> = {
  serviceItemVersion: whole, promisedLimit: orNull(limitShape), statutoryLimit: orNull(limitShape), route: listOf(text), calendarId: text,
  calendarVersion: whole, clockStart: oneOf('RECEIPT', 'ACCEPTANCE'), warningShare: number,
};

type DataOf<T extends ServiceRequestEventType> = ServiceRequestEventData[T];
const common = fields<Common>(COMMON);
const withOwn = <T extends ServiceRequestEventType>(own: Omit<FieldShapes<DataOf<T>>, keyof Common>): Shape =>
  fields<Record<string, unknown>>({ ...COMMON, ...own });

/** What the rules and figures rely on in each stored type; by type, so that a new one does not compile without. */
export const SERVICE_REQUEST_SHAPES: Readonly<Record<ServiceRequestEventType, Shape>> = {
  RequestReceived: withOwn<'RequestReceived'>({
    ...PINNED, serviceItemCode: text, channel: text, urgency: oneOf('NORMAL', 'URGENT'), applicant: orNull(sealed),
  }),
  RequestAccepted: common,
  RequestTransferred: withOwn<'RequestTransferred'>({
    fromDepartmentId: text, toDepartmentId: text, reasonCode: optional(text), note: optional(sealed),
  }),
  TransferAccepted: common,
  TransferRefused: withOwn<'TransferRefused'>({ reasonCode: optional(text), note: optional(sealed) }),
  TransferRecalled: withOwn<'TransferRecalled'>({ note: optional(sealed) }),
  OfficerAssigned: withOwn<'OfficerAssigned'>({ assignedOfficerId: text }),
  ProgressRecorded: withOwn<'ProgressRecorded'>({ step: text, note: optional(sealed) }),
  RequestSuspended: withOwn<'RequestSuspended'>({ cause: oneOf('APPLICANT', 'STATUTORY'), legalBasis: optional(text) }),
  RequestResumed: common,
  LimitExtended: withOwn<'LimitExtended'>({
    limit: oneOf('PROMISED', 'STATUTORY'), amount: optional(number), dueAt: optional(instant), approver: text, reason: optional(sealed),
  }),
  RequestCompleted: withOwn<'RequestCompleted'>({ outcome: oneOf('GRANTED', 'DENIED', 'NOT_ACCEPTED', 'WITHDRAWN', 'RESOLVED') }),
  RequestReopened: withOwn<'RequestReopened'>({ reasonCode: optional(text) }),
  RequestRated: withOwn<'RequestRated'>({ score: oneOf(1, 2, 3, 4, 5), dimensions: optional(recordOf(number)), comment: optional(sealed) }),
  ReminderIssued: withOwn<'ReminderIssued'>({ text: optional(sealed) }),
  TransferRuled: withOwn<'TransferRuled'>({ revision: whole, verdict: oneOf('JUSTIFIED', 'BUCK_PASSING'), reason: optional(sealed) }),
  RequestVoided: withOwn<'RequestVoided'>({ reason: optional(sealed) }),
};
