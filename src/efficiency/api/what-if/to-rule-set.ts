import type { DateOverride, Span } from '../../../working-time/calendar.js';
import { parseWeek } from '../../../working-time/parse-week.js';
import { WhatIfRefused } from '../../read-model/what-if/refusals.js';
import type { CalendarRule, ItemRule, LimitRule, RuleSet } from '../../projections/what-if/rule-set.js';
import type { WhatIfCalendarInput, WhatIfDateInput, WhatIfItemInput, WhatIfLimitInput, WhatIfRulesInput } from './what-if.inputs.js';

/** What was said, in the replay's terms. @throws WhatIfRefused INVALID_RULES for what cannot be read. */
export const toRuleSet = ({ items, calendars, hotPotatoThreshold }: WhatIfRulesInput): RuleSet => ({
  items: (items ?? []).map(toItemRule), calendars: (calendars ?? []).map(toCalendarRule), hotPotatoMs: hotPotatoThreshold ?? null,
});

function toItemRule({ codes, urgency, promised, statutory, explicitToo, route, calendarId, clockStart, warningShare }: WhatIfItemInput): ItemRule {
  return {
    codes: codes == null ? null : [...codes], urgency: urgency ?? null,
    ...(promised != null && { promised: toLimitRule(promised) }), ...(statutory != null && { statutory: toLimitRule(statutory) }),
    ...(explicitToo != null && { explicitToo }), ...(route != null && { route: [...route] }), ...(calendarId != null && { calendarId }),
    ...(clockStart != null && { clockStart }), ...(warningShare != null && { warningShare }),
  };
}

function toLimitRule({ unit, amount, by, none }: WhatIfLimitInput): LimitRule {
  const said = [none === true, amount != null, by != null].filter(Boolean).length;
  if (said === 1 && none === true && unit == null) return { kind: 'NONE' };
  if (said === 1 && unit != null && amount != null) return { kind: 'SET', unit, amount };
  if (said === 1 && unit != null && by != null) return { kind: 'CHANGE', unit, by };
  throw unreadable('a limit is unit and amount, or unit and by, or none: true', '时限应为 unit 加 amount、unit 加 by，或 none: true');
}

const toCalendarRule = ({ calendarId, zone, week, dates }: WhatIfCalendarInput): CalendarRule => ({
  calendarId, zone: zone ?? null, week: week == null ? null : read(week, () => parseWeek(week)),
  overrides: Object.fromEntries((dates ?? []).map((one) => [one.date, overrideOf(one)])),
});

function overrideOf({ hours }: WhatIfDateInput): DateOverride | null {
  if (hours === 'weekday') return null;
  return { spans: hours === 'closed' ? [] : read(hours, (): readonly Span[] => parseWeek(`Mon ${hours}`).MON ?? []) };
}

function read<Value>(text: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    throw unreadable(`'${text.slice(0, 100)}' is not opening times (${error instanceof Error ? error.message : 'unreadable'})`, '开放时间无法识别');
  }
}

const unreadable = (en: string, zh: string): WhatIfRefused => new WhatIfRefused('INVALID_RULES', `The rules cannot be read: ${en}.`, `规则无法读取：${zh}。`);
