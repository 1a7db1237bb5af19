import { registerEnumType } from '@nestjs/graphql';

/** The closed word lists that several rooms show; here because a GraphQL name can be registered only once. */
export const Urgency = { NORMAL: 'NORMAL', URGENT: 'URGENT' } as const;
export const LimitKind = { PROMISED: 'PROMISED', STATUTORY: 'STATUTORY' } as const;
export const SuspensionCause = { APPLICANT: 'APPLICANT', STATUTORY: 'STATUTORY' } as const;
export const Outcome = {
  GRANTED: 'GRANTED',
  DENIED: 'DENIED',
  NOT_ACCEPTED: 'NOT_ACCEPTED',
  WITHDRAWN: 'WITHDRAWN',
  RESOLVED: 'RESOLVED',
} as const;
export const Verdict = { JUSTIFIED: 'JUSTIFIED', BUCK_PASSING: 'BUCK_PASSING' } as const;
export const LimitUnit = { WORKING_HOUR: 'WORKING_HOUR', WORKING_DAY: 'WORKING_DAY', CALENDAR_DAY: 'CALENDAR_DAY' } as const;
export const ClockStart = { RECEIPT: 'RECEIPT', ACCEPTANCE: 'ACCEPTANCE' } as const;
export const Weekday = { MON: 'MON', TUE: 'TUE', WED: 'WED', THU: 'THU', FRI: 'FRI', SAT: 'SAT', SUN: 'SUN' } as const;

const described = <K extends string>(words: Readonly<Record<K, string>>) =>
  Object.fromEntries(Object.entries<string>(words).map(([word, description]) => [word, { description }])) as Record<K, { description: string }>;

registerEnumType(Urgency, {
  name: 'Urgency',
  description: 'Which of the service item’s limits apply (紧急程度).',
  valuesMap: described({ NORMAL: 'Ordinary handling (普通).', URGENT: 'The urgent variant, where the item has one (加急).' }),
});
registerEnumType(LimitKind, {
  name: 'LimitKind',
  description: 'Which of a request’s two limits (时限种类).',
  valuesMap: described({ PROMISED: 'The promised limit (承诺时限).', STATUTORY: 'The statutory limit (法定时限).' }),
});
registerEnumType(SuspensionCause, {
  name: 'SuspensionCause',
  description: 'Why the clock stands still (暂停原因).',
  valuesMap: described({
    APPLICANT: 'Waiting for the applicant, e.g. for missing papers (申请人补正).',
    STATUTORY: 'A statutory procedure: hearing, inspection, expert review (法定程序).',
  }),
});
registerEnumType(Outcome, {
  name: 'Outcome',
  description: 'How a request ended (办理结果).',
  valuesMap: described({
    GRANTED: 'Granted (准予).',
    DENIED: 'Denied (不予).',
    NOT_ACCEPTED: 'Not accepted (不予受理).',
    WITHDRAWN: 'Withdrawn by the applicant (撤回).',
    RESOLVED: 'Settled, where there is nothing to grant (办结).',
  }),
});
registerEnumType(Verdict, {
  name: 'Verdict',
  description: 'What a supervisor ruled on a transfer or refusal (裁定).',
  valuesMap: described({ JUSTIFIED: 'Rightly passed on (正当流转).', BUCK_PASSING: 'Passed on to be rid of it (推诿).' }),
});
registerEnumType(LimitUnit, {
  name: 'LimitUnit',
  description: 'The unit a limit is counted in (时限单位).',
  valuesMap: described({ WORKING_HOUR: 'Working hours (工作小时).', WORKING_DAY: 'Working days (工作日).', CALENDAR_DAY: 'Calendar days (自然日).' }),
});
registerEnumType(ClockStart, {
  name: 'ClockStart',
  description: 'Where a limit’s clock starts (计时起点).',
  valuesMap: described({ RECEIPT: 'At the receipt (收件).', ACCEPTANCE: 'At the formal acceptance, where one is recorded (受理).' }),
});
registerEnumType(Weekday, {
  name: 'Weekday',
  description: 'A day of the week (星期).',
  valuesMap: described({ MON: '星期一', TUE: '星期二', WED: '星期三', THU: '星期四', FRI: '星期五', SAT: '星期六', SUN: '星期日' }),
});
