import type { ServiceRequestEventType } from '../../service-request/domain/events.js';
import { REJECTION_TEXTS, rejectionText } from '../../service-request/domain/rejection-texts.js';
import type { Rejection, RejectionCode } from '../../service-request/domain/rejection.js';

/** Why the import itself did not send a command. */
export type ImportRefusalCode =
  | 'CASE_TAKEN' // the request was received from another source
  | 'OVERTAKEN' // the log has later reference data than the event had
  | 'RECEIPT_REFUSED'
  | 'FOLLOWED_BY_RECORDED'; // an earlier import recorded what comes after it

export interface Refusal {
  readonly code: RejectionCode | ImportRefusalCode;
  readonly reason: Readonly<Record<'en' | 'zh', string>>;
}

const TEXTS: Readonly<Record<ImportRefusalCode, Refusal['reason']>> = {
  CASE_TAKEN: {
    en: 'Another source has recorded a request under this id: give the mapping another hall, or its case ids a prefix.',
    zh: '该编号下已有其他来源登记的办件：请在映射文件中改用另一个大厅，或给办件编号加前缀。',
  },
  OVERTAKEN: {
    en: 'Not sent, because calendars or service items have changed in this log since: it would be measured by what came later. Import the whole file into an empty log.',
    zh: '未发送，因为本日志中的日历或事项此后已变更，将按后来的内容计算。请将整个文件导入空日志。',
  },
  RECEIPT_REFUSED: {
    en: 'Not sent, because the receipt of this case was refused.',
    zh: '未发送，因为该办件的收件已被拒绝。',
  },
  FOLLOWED_BY_RECORDED: {
    en: 'Not sent, because an earlier import recorded what comes after it: it was refused then, or is new in the file.',
    zh: '未发送，因为先前的导入已记录其后的事件：该事件当时已被拒绝，或是文件中新增的。',
  },
};

export const refusedBy = (rejection: Rejection): Refusal => ({
  code: rejection.code,
  reason: { en: rejectionText(rejection, 'en'), zh: rejectionText(rejection, 'zh') },
});

export const notSent = (code: ImportRefusalCode): Refusal => ({ code, reason: TEXTS[code] });

/** What the decider said when it was sent first, by the derivation; the values of the sentence are gone. */
export const refusedEarlier = (code: RejectionCode | null): Refusal =>
  code === null
    ? notSent('FOLLOWED_BY_RECORDED')
    : { code, reason: { en: withoutValues(REJECTION_TEXTS[code].en), zh: withoutValues(REJECTION_TEXTS[code].zh) } };

const withoutValues = (text: string): string => text.replace(/\{\w+\}/gu, '…');

const NOUNS: Partial<Readonly<Record<ServiceRequestEventType, string>>> = {
  RequestReceived: 'receipt',
  RequestTransferred: 'transfer',
  RequestSuspended: 'suspension',
  RequestResumed: 'resumption',
  RequestCompleted: 'closure',
  RequestReopened: 'reopening',
};
const WHEN: Partial<Readonly<Record<Refusal['code'], string>>> = {
  UNKNOWN_REQUEST: 'before the receipt',
  BEFORE_RECEIPT: 'before the receipt',
  NOT_OPEN: 'after the closure',
  TIME_RUNS_BACKWARDS: 'before what is recorded',
  TIME_IN_FUTURE: 'in the future',
  ALREADY_RECEIVED: 'of a request that exists',
  ID_REUSED: 'recorded with other content',
};

/** E.g. 'transfer after the closure'. */
export function describeRefusal(event: ServiceRequestEventType, code: Refusal['code']): string {
  return `${NOUNS[event] ?? event} ${WHEN[code] ?? `refused (${code})`}`;
}
