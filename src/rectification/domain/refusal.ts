/** Why the completion of a rectification was refused. */
export type RectificationRefusalCode =
  | 'NO_RECTIFICATION'
  | 'WHICH_RECTIFICATION'
  | 'ALREADY_RECTIFIED'
  | 'UNKNOWN_DEPARTMENT'
  | 'REQUEST_VOIDED'
  | 'BEFORE_RATING'
  | 'TIME_IN_FUTURE'
  | 'SUPERVISOR_ONLY'
  | 'NOT_IN_YOUR_SCOPE'
  | 'ID_REUSED';

export interface RectificationRefusal {
  readonly code: RectificationRefusalCode;
  /** Values for the sentence; no personal data. */
  readonly detail: Readonly<Record<string, string>>;
}

/** One sentence per code that says what to do; `{name}` is a value of the refusal's detail. */
export const RECTIFICATION_REFUSALS: Readonly<Record<RectificationRefusalCode, { readonly retryable: boolean; readonly en: string; readonly zh: string }>> = {
  NO_RECTIFICATION: {
    retryable: true,
    en: 'No rectification is open for this closure of request {requestId}: a bad rating opens one a moment after it is recorded; send again, or name another closure.',
    zh: '办件 {requestId} 的该次办结没有整改单：差评记录后片刻即生成；请稍后重发，或填写另一次办结。',
  },
  WHICH_RECTIFICATION: {
    retryable: false,
    en: 'Request {requestId} has open rectifications for the closures {closures}: name one of them in closure.',
    zh: '办件 {requestId} 的第 {closures} 次办结均有未完成的整改：请用 closure 指明其一。',
  },
  ALREADY_RECTIFIED: {
    retryable: false,
    en: 'The rectification of closure {closure} was completed at {completedAt}: do not complete it again.',
    zh: '第 {closure} 次办结的整改已于 {completedAt} 完成：请勿重复提交。',
  },
  UNKNOWN_DEPARTMENT: {
    retryable: true,
    en: 'Department {departmentId} is not registered: correct its id, or have an administrator register it, then send again.',
    zh: '部门 {departmentId} 未登记：请更正部门编号，或请管理员登记后重发。',
  },
  REQUEST_VOIDED: {
    retryable: false,
    en: 'Request {requestId} was voided: there is nothing left to rectify.',
    zh: '办件 {requestId} 已作废：无需再整改。',
  },
  BEFORE_RATING: {
    retryable: false,
    en: 'The time {occurredAt} lies before the rating of {ratedAt}: correct the time and send again.',
    zh: '时间 {occurredAt} 早于评价时间 {ratedAt}：请更正时间后重发。',
  },
  TIME_IN_FUTURE: {
    retryable: false,
    en: 'The time {occurredAt} is more than 5 minutes ahead of the server’s clock {serverTime}: correct the time and send again.',
    zh: '时间 {occurredAt} 比服务器时间 {serverTime} 快 5 分钟以上：请更正时间后重发。',
  },
  SUPERVISOR_ONLY: {
    retryable: false,
    en: 'Only a supervisor may complete a rectification: send it with a supervisor’s token.',
    zh: '只有监督员可以确认整改完成：请使用监督员的令牌发送。',
  },
  NOT_IN_YOUR_SCOPE: {
    retryable: false,
    en: 'You may not act for department {departmentId} of hall {hallId}: correct the hall or the acting department, or have an administrator extend what you may act for.',
    zh: '您无权以大厅 {hallId} 的部门 {departmentId} 名义操作：请更正大厅或经办部门，或请管理员扩大您的权限范围。',
  },
  ID_REUSED: {
    retryable: false,
    en: 'Sender {source} used the id {id} for other content before: give the new command an id of its own.',
    zh: '发送方 {source} 已将编号 {id} 用于其他内容：请为新命令使用新的编号。',
  },
};

export const RECTIFICATION_REFUSAL_CODES = Object.keys(RECTIFICATION_REFUSALS) as readonly RectificationRefusalCode[];

export const rectificationRefusalText = ({ code, detail }: RectificationRefusal, lang: 'en' | 'zh'): string =>
  RECTIFICATION_REFUSALS[code][lang].replace(/\{(\w+)\}/g, (_placeholder, name: string) => detail[name] ?? '?');
