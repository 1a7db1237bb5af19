import type { Rejection, RejectionCode } from './rejection.js';

/** The values each sentence needs; instants as ISO text. */
export interface RejectionDetail {
  UNKNOWN_REQUEST: { requestId: string };
  ALREADY_RECEIVED: { requestId: string };
  UNKNOWN_DEPARTMENT: { departmentId: string };
  UNKNOWN_SERVICE_ITEM: { serviceItemCode: string };
  UNKNOWN_CALENDAR: { calendarId: string };
  ALREADY_ACCEPTED: { acceptedAt: string };
  NOT_OPEN: { requestId: string; completedAt: string };
  NOT_COMPLETED: { requestId: string };
  NOT_HOLDER: { departmentId: string; holderDepartmentId: string };
  SAME_DEPARTMENT: { departmentId: string };
  SENDER_MISMATCH: { departmentId: string; fromDepartmentId: string };
  NO_PENDING_TRANSFER: { requestId: string };
  NOT_RECEIVER: { departmentId: string; toDepartmentId: string };
  NOT_SENDER: { departmentId: string; fromDepartmentId: string };
  ALREADY_SUSPENDED: { suspendedAt: string };
  NOT_SUSPENDED: { requestId: string };
  SUSPENDED: { suspendedAt: string };
  NO_SUCH_LIMIT: { limit: string };
  LIMIT_UNIT_MISMATCH: { limit: string; unit: string; amountMax: string };
  LIMIT_PASSED: { limit: string; dueAt: string };
  ALREADY_RATED: { completedAt: string };
  NO_SUCH_TRANSFER: { revision: string };
  SUPERVISOR_ONLY: { eventType: string };
  NOT_IN_YOUR_SCOPE: { hallId: string; departmentId: string };
  OTHER_TERMINAL: { terminalId: string; ownTerminalId: string };
  REQUEST_VOIDED: { requestId: string };
  BEFORE_RECEIPT: { occurredAt: string; receivedAt: string };
  TIME_RUNS_BACKWARDS: { occurredAt: string; lastOccurredAt: string };
  TIME_IN_FUTURE: { occurredAt: string; serverTime: string };
  INSTANT_OUT_OF_RANGE: { instant: string; from: string; until: string };
  ID_REUSED: { source: string; id: string };
  HISTORY_FULL: { requestId: string; eventsMax: string };
}

/** What may become acceptable unchanged: the missing fact may be on its way from another counter, or be registered. */
const RETRYABLE: ReadonlySet<RejectionCode> = new Set([
  'UNKNOWN_REQUEST',
  'UNKNOWN_DEPARTMENT',
  'UNKNOWN_SERVICE_ITEM',
  'UNKNOWN_CALENDAR',
  'NOT_HOLDER',
  'NOT_RECEIVER',
  'NOT_COMPLETED',
]);

/** A rejection whose detail fills its sentence. */
export function refuse<C extends RejectionCode>(
  code: C,
  detail: Readonly<RejectionDetail[C]>,
  retryable: boolean = RETRYABLE.has(code),
): Rejection {
  return { code, retryable, detail: { ...detail } };
}
