export const WHAT_IF_CODES = {
  INVALID_RULES: 400,
  UNKNOWN_SERVICE_ITEM: 400,
  UNKNOWN_DEPARTMENT: 400,
  UNKNOWN_CALENDAR: 400,
  UNKNOWN_FIGURE: 400,
  UNKNOWN_WHAT_IF: 404,
  WHAT_IF_QUEUE_FULL: 503,
} as const;
export type WhatIfCode = keyof typeof WHAT_IF_CODES;

/** A rule set, or a question about one, that is not taken: says what to do, in both languages. */
export class WhatIfRefused extends Error {
  override readonly name = 'WhatIfRefused';
  readonly statusCode: number;
  readonly extensions: { readonly code: WhatIfCode; readonly status: number };

  constructor(readonly code: WhatIfCode, en: string, zh: string) {
    super(`${en} ${zh}`);
    this.statusCode = WHAT_IF_CODES[code];
    this.extensions = { code, status: this.statusCode };
  }
}

export const whatIfGone = (): WhatIfRefused =>
  new WhatIfRefused('UNKNOWN_WHAT_IF', 'There is no such what-if (any more): start it again.', '没有该假设分析（或已过期）：请重新发起。');

export const invalidRules = (en: string, zh: string): WhatIfRefused =>
  new WhatIfRefused('INVALID_RULES', `The rules cannot be applied: ${en}.`, `规则无法应用：${zh}。`);

const KINDS = {
  UNKNOWN_SERVICE_ITEM: ['service item', '事项'], UNKNOWN_DEPARTMENT: ['department', '部门'], UNKNOWN_CALENDAR: ['calendar', '日历'],
} as const;

export const unknownCode = (code: keyof typeof KINDS, id: string): WhatIfRefused =>
  new WhatIfRefused(code, `There is no ${KINDS[code][0]} '${id.slice(0, 128)}': name one that is registered.`, `没有${KINDS[code][1]} '${id.slice(0, 128)}'：请填写已登记的编号。`);
