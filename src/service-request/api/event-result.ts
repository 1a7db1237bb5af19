import type { FieldProblem } from '../../platform/check-input.js';
import type { RecordResult } from '../application/record-commands.js';
import type { RejectionCode } from '../domain/rejection.js';
import { rejectionText } from '../domain/rejection-texts.js';
import type { IntakeCode, Unreadable } from './cloud-events/read-event.js';

interface Reason {
  readonly en: string;
  readonly zh: string;
}

/** What became of one event, as it stands in the answer. `position` is a decimal string: it may pass 2^53. */
export type EventResult =
  | { readonly status: 'recorded' | 'already-recorded'; readonly position: string; readonly revision: number; readonly eventId: string }
  | RefusedResult;

export interface RefusedResult {
  readonly status: 'refused';
  readonly code: RejectionCode | IntakeCode;
  readonly reason: Reason;
  readonly retryable: boolean;
  readonly fields?: readonly FieldProblem[];
  readonly knownTypes?: readonly string[];
}

const INTAKE_TEXTS: Readonly<Record<IntakeCode, Reason>> = {
  INVALID_EVENT: {
    en: 'This is not a valid CloudEvent: correct the attributes named in fields, then send again.',
    zh: '不是有效的 CloudEvents 事件：请更正 fields 中列出的属性后重发。',
  },
  UNKNOWN_EVENT_TYPE: {
    en: 'The event type is not known: use one of knownTypes.',
    zh: '事件类型未知：请使用 knownTypes 中的类型。',
  },
  INVALID_PAYLOAD: {
    en: 'The event’s data does not fit its type: correct the members named in fields, then send again.',
    zh: '事件数据与类型不符：请更正 fields 中列出的字段后重发。',
  },
};

export function unreadableResult({ code, fields, knownTypes }: Unreadable): RefusedResult {
  return { status: 'refused', code, reason: INTAKE_TEXTS[code], retryable: false, fields, ...(knownTypes ? { knownTypes } : {}) };
}

export function eventResult(result: RecordResult): EventResult {
  if (result.status !== 'refused') {
    return { status: result.status, position: result.position.toString(), revision: Number(result.revision), eventId: result.eventId };
  }
  const { rejection } = result;
  const reason = { en: rejectionText(rejection, 'en'), zh: rejectionText(rejection, 'zh') };
  return { status: 'refused', code: rejection.code, reason, retryable: rejection.retryable };
}

const UNPROCESSABLE: ReadonlySet<string> = new Set([
  'UNKNOWN_EVENT_TYPE', 'INVALID_PAYLOAD', 'UNKNOWN_DEPARTMENT', 'UNKNOWN_SERVICE_ITEM', 'UNKNOWN_CALENDAR', 'ID_REUSED',
]);

const FORBIDDEN: ReadonlySet<string> = new Set(['SUPERVISOR_ONLY', 'NOT_IN_YOUR_SCOPE', 'OTHER_TERMINAL']);

/** The HTTP status of a single event's refusal: 400 unreadable, 403 role or scope, 422 content, else 409, the request's state. */
export function statusOfRefusal(code: RefusedResult['code']): number {
  if (code === 'INVALID_EVENT') return 400;
  if (FORBIDDEN.has(code)) return 403;
  return UNPROCESSABLE.has(code) ? 422 : 409;
}
