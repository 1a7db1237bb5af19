/** Why a change to a terminal was refused. */
export type TerminalRefusalCode =
  | 'UNKNOWN_TERMINAL'
  | 'TERMINAL_REGISTERED'
  | 'TERMINAL_REVOKED'
  | 'NOT_IN_YOUR_SCOPE'
  | 'UNKNOWN_DEPARTMENT'
  | 'TOO_MANY_TERMINALS'
  | 'TERMINAL_HISTORY_FULL';

export interface TerminalRefusal {
  readonly code: TerminalRefusalCode;
  /** Values for the sentence. */
  readonly detail: Readonly<Record<string, string>>;
}

/** One sentence per code that says what to do; `{name}` is a value of the refusal's detail. */
export const TERMINAL_REFUSALS: Readonly<Record<TerminalRefusalCode, { readonly retryable: boolean; readonly en: string; readonly zh: string }>> = {
  UNKNOWN_TERMINAL: {
    retryable: false,
    en: 'Hall {hallId} has no terminal {terminalId} that you look after: correct the ids, or register it.',
    zh: '大厅 {hallId} 没有由您管理的终端 {terminalId}：请更正编号，或先登记该终端。',
  },
  TERMINAL_REGISTERED: {
    retryable: false,
    en: 'Terminal {terminalId} is registered already, and its credential is not shown again: rotate the credential if it was lost.',
    zh: '终端 {terminalId} 已登记，其凭据不再显示：如凭据遗失，请更换凭据。',
  },
  TERMINAL_REVOKED: {
    retryable: false,
    en: 'Terminal {terminalId} is revoked: register it again if it is to be used.',
    zh: '终端 {terminalId} 已撤销：如需使用，请重新登记。',
  },
  NOT_IN_YOUR_SCOPE: {
    retryable: false,
    en: 'You do not look after department {departmentId} of hall {hallId}: name departments of your own, or ask an administrator who does.',
    zh: '大厅 {hallId} 的部门 {departmentId} 不在您的权限范围内：请填写您所管理的部门，或联系相应管理员。',
  },
  UNKNOWN_DEPARTMENT: {
    retryable: true,
    en: 'Department {departmentId} is not registered: correct its id, or register it first.',
    zh: '部门 {departmentId} 未登记：请更正部门编号，或先登记该部门。',
  },
  TOO_MANY_TERMINALS: {
    retryable: false,
    en: 'Hall {hallId} has {terminalsMax} terminals, the most a hall may have: register again one that is no longer used, under the id it has.',
    zh: '大厅 {hallId} 已有 {terminalsMax} 个终端，达到上限：请沿用不再使用的终端编号重新登记。',
  },
  TERMINAL_HISTORY_FULL: {
    retryable: false,
    en: 'Terminal {terminalId} was changed {eventsMax} times, the most one may be: revoke it and register a new one.',
    zh: '终端 {terminalId} 的变更已达 {eventsMax} 次上限：请撤销后登记新终端。',
  },
};

export const TERMINAL_REFUSAL_CODES = Object.keys(TERMINAL_REFUSALS) as readonly TerminalRefusalCode[];

export const terminalRefusalText = ({ code, detail }: TerminalRefusal, lang: 'en' | 'zh'): string =>
  TERMINAL_REFUSALS[code][lang].replace(/\{(\w+)\}/g, (_placeholder, name: string) => detail[name] ?? '?');
