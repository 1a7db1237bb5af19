import type { Rejection, RejectionCode } from './rejection.js';

export type Lang = 'en' | 'zh';

/** One sentence per code that says what to do; `{name}` is a value of the rejection's detail. */
export const REJECTION_TEXTS: Readonly<Record<RejectionCode, Readonly<Record<Lang, string>>>> = {
  UNKNOWN_REQUEST: {
    en: 'Request {requestId} has no receipt yet: send RequestReceived first, then send this event again.',
    zh: '办件 {requestId} 尚无收件记录：请先发送收件事件，再重发本事件。',
  },
  ALREADY_RECEIVED: {
    en: 'Request {requestId} is received already: register another matter under a new request id.',
    zh: '办件 {requestId} 已经收件：另一事项请用新的办件编号登记。',
  },
  UNKNOWN_DEPARTMENT: {
    en: 'Department {departmentId} is not registered: correct its id, or have an administrator register it, then send again.',
    zh: '部门 {departmentId} 未登记：请更正部门编号，或请管理员登记后重发。',
  },
  UNKNOWN_SERVICE_ITEM: {
    en: 'Service item {serviceItemCode} is not registered: correct its code, or have an administrator register it, then send again.',
    zh: '事项 {serviceItemCode} 未登记：请更正事项编码，或请管理员登记后重发。',
  },
  UNKNOWN_CALENDAR: {
    en: 'Calendar {calendarId} is not defined: have an administrator define it, then send again.',
    zh: '日历 {calendarId} 未定义：请管理员定义后重发。',
  },
  ALREADY_ACCEPTED: {
    en: 'The request was formally accepted at {acceptedAt}: do not send a second acceptance.',
    zh: '该办件已于 {acceptedAt} 受理：无需再次发送受理事件。',
  },
  NOT_OPEN: {
    en: 'Request {requestId} was completed at {completedAt}: reopen it first if work on it goes on.',
    zh: '办件 {requestId} 已于 {completedAt} 办结：如需继续办理，请先重新打开。',
  },
  NOT_COMPLETED: {
    en: 'Request {requestId} was not completed at that time: record its completion first, then send this event again.',
    zh: '办件 {requestId} 当时尚未办结：请先记录办结，再重发本事件。',
  },
  NOT_HOLDER: {
    en: 'Department {departmentId} does not hold the request, {holderDepartmentId} does: send again once its transfer is recorded, or correct the acting department.',
    zh: '部门 {departmentId} 当前并不持有该办件（持有部门为 {holderDepartmentId}）：请待转交记录后重发，或更正操作部门。',
  },
  SAME_DEPARTMENT: {
    en: 'Department {departmentId} holds the request already: name another department to transfer it to.',
    zh: '部门 {departmentId} 已持有该办件：请填写另一个接收部门。',
  },
  SENDER_MISMATCH: {
    en: 'Department {departmentId} cannot transfer for department {fromDepartmentId}: make the sender and the acting department the same.',
    zh: '部门 {departmentId} 不能代部门 {fromDepartmentId} 转交：转出部门须与操作部门一致。',
  },
  NO_PENDING_TRANSFER: {
    en: 'No transfer of request {requestId} awaits an answer: read its history, it was answered, recalled or acted on, or is not recorded yet.',
    zh: '办件 {requestId} 没有待答复的转交：请查看办件经过，该转交可能已答复、已撤回、已办理或尚未记录。',
  },
  NOT_RECEIVER: {
    en: 'The pending transfer goes to department {toDepartmentId}, not to {departmentId}: let the receiver answer it.',
    zh: '待接收的转交是给部门 {toDepartmentId} 的，不是给 {departmentId} 的：请由接收部门答复。',
  },
  NOT_SENDER: {
    en: 'The pending transfer was sent by department {fromDepartmentId}, not by {departmentId}: let the sender recall it.',
    zh: '待接收的转交由部门 {fromDepartmentId} 发出，不是由 {departmentId} 发出：请由转出部门撤回。',
  },
  ALREADY_SUSPENDED: {
    en: 'The request has been suspended since {suspendedAt}: resume it before suspending it again.',
    zh: '该办件自 {suspendedAt} 起已暂停计时：请先恢复，再次暂停。',
  },
  NOT_SUSPENDED: {
    en: 'Request {requestId} is not suspended: there is nothing to resume, check the order of the events sent.',
    zh: '办件 {requestId} 未处于暂停状态：无需恢复，请检查事件的发送顺序。',
  },
  SUSPENDED: {
    en: 'The request has been suspended since {suspendedAt}: resume it before completing it, or complete it as WITHDRAWN.',
    zh: '该办件自 {suspendedAt} 起暂停计时：请先恢复再办结，或以“撤回”（WITHDRAWN）办结。',
  },
  NO_SUCH_LIMIT: {
    en: 'The request has no {limit} limit: extend the limit it has.',
    zh: '该办件没有 {limit} 时限：请选择其已有的时限延长。',
  },
  LIMIT_UNIT_MISMATCH: {
    en: 'The {limit} limit is counted in {unit}: send a later dueAt for INSTANT, else an amount above 0 (whole for days), all extensions together at most {amountMax}.',
    zh: '{limit} 时限的单位为 {unit}：INSTANT 请发送更晚的 dueAt，其他单位请发送大于 0 的 amount（按天的须为整数），累计延长不超过 {amountMax}。',
  },
  LIMIT_PASSED: {
    en: 'The {limit} limit fell due at {dueAt}: an extension counts only when granted before that, so send it with the instant it was granted.',
    zh: '{limit} 时限已于 {dueAt} 届满：延长须在届满之前批准，请按批准时间发送。',
  },
  ALREADY_RATED: {
    en: 'The completion of {completedAt} is rated already: do not send a second rating for it.',
    zh: '{completedAt} 的办结已有评价：请勿重复评价。',
  },
  NO_SUCH_TRANSFER: {
    en: 'Revision {revision} of the request is neither a transfer nor a refusal: take the revision from its history.',
    zh: '该办件的第 {revision} 号记录既不是转交也不是退回：请从办件经过中选取记录号。',
  },
  SUPERVISOR_ONLY: {
    en: 'Only a supervisor may record {eventType}: send it with a supervisor’s token.',
    zh: '只有监督员可以记录 {eventType}：请使用监督员的令牌发送。',
  },
  NOT_IN_YOUR_SCOPE: {
    en: 'You may not act for department {departmentId} of hall {hallId}: correct the hall or the acting department, or have an administrator extend what you may act for.',
    zh: '您无权以大厅 {hallId} 的部门 {departmentId} 名义操作：请更正大厅或经办部门，或请管理员扩大您的权限范围。',
  },
  OTHER_TERMINAL: {
    en: 'The event names terminal {terminalId} but came with the credential of {ownTerminalId}: leave terminalId out, or send it with the other terminal’s credential.',
    zh: '事件中的终端 {terminalId} 与所用凭据的终端 {ownTerminalId} 不符：请去掉 terminalId，或使用该终端自己的凭据发送。',
  },
  REQUEST_VOIDED: {
    en: 'Request {requestId} was voided: register the matter again under a new request id.',
    zh: '办件 {requestId} 已作废：请用新的办件编号重新登记。',
  },
  BEFORE_RECEIPT: {
    en: 'The event’s time {occurredAt} lies before the receipt at {receivedAt}: correct the time and send again.',
    zh: '事件时间 {occurredAt} 早于收件时间 {receivedAt}：请更正时间后重发。',
  },
  TIME_RUNS_BACKWARDS: {
    en: 'The event’s time {occurredAt} lies more than 5 minutes before the previous one at {lastOccurredAt}: correct the time, and send events in order.',
    zh: '事件时间 {occurredAt} 比上一事件 {lastOccurredAt} 早 5 分钟以上：请更正时间，并按先后顺序发送。',
  },
  TIME_IN_FUTURE: {
    en: 'The event’s time {occurredAt} is more than 5 minutes ahead of the server’s clock {serverTime}: set the terminal’s clock and send the event with the right time.',
    zh: '事件时间 {occurredAt} 比服务器时间 {serverTime} 快 5 分钟以上：请校准终端时钟，并以正确时间重发。',
  },
  INSTANT_OUT_OF_RANGE: {
    en: 'The time {instant} does not lie between {from} and {until}: correct the date and send again.',
    zh: '时间 {instant} 不在 {from} 至 {until} 之间：请更正日期后重发。',
  },
  ID_REUSED: {
    en: 'Sender {source} used the id {id} for other content before: give the new event an id of its own.',
    zh: '发送方 {source} 已将编号 {id} 用于其他内容：请为新事件使用新的编号。',
  },
  HISTORY_FULL: {
    en: 'Request {requestId} has {eventsMax} events, the most one request may have: go on under a new request id.',
    zh: '办件 {requestId} 已有 {eventsMax} 条记录，达到单件上限：请用新的办件编号继续办理。',
  },
};

export const REJECTION_CODES = Object.keys(REJECTION_TEXTS) as readonly RejectionCode[];

/** The sentence for people, values filled in; a value the detail lacks reads as '?'. */
export function rejectionText({ code, detail }: Rejection, lang: Lang): string {
  return REJECTION_TEXTS[code][lang].replace(/\{(\w+)\}/g, (_placeholder, name: string) => detail[name] ?? '?');
}
