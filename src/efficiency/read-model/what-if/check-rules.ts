import { validateCalendar } from '../../../working-time/calendar-rules.js';
import { validateLimit } from '../../../working-time/limit-rules.js';
import type { CalendarRegistry } from '../../projections/calendar-registry.js';
import type { ReferenceNames } from '../../projections/reference-names.js';
import type { CalendarRule, ItemRule, LimitRule, RuleSet } from '../../projections/what-if/rule-set.js';
import { WhatIfRefused } from './refusals.js';

const CHANGE_MAX = 3_660;
const ROUTE_STOPS_MAX = 100;

/** What the log has registered up to the position of the replay. */
export interface KnownReference {
  readonly names: ReferenceNames;
  readonly calendars: Pick<CalendarRegistry, 'all'>;
  readonly upTo: bigint;
}

/** @throws WhatIfRefused that names the code that is unknown, or what is wrong. */
export function checkRules({ items, calendars }: RuleSet, known: KnownReference): void {
  const recorded = new Set(known.calendars.all(known.upTo).map(({ calendarId }) => calendarId));
  const ids = calendars.map(({ calendarId }) => calendarId);
  if (new Set(ids).size < ids.length) throw invalid('a calendar has two rules', '同一日历有两条规则');
  for (const rule of calendars) checkCalendar(rule, known, recorded);
  for (const rule of items) checkItem(rule, known.names, new Set([...recorded, ...ids]));
}

function checkItem({ codes, route, calendarId, warningShare, promised, statutory }: ItemRule, names: ReferenceNames, calendars: ReadonlySet<string>): void {
  const item = codes?.find((code) => !names.serviceItems.has(code));
  if (item !== undefined) throw unknown('UNKNOWN_SERVICE_ITEM', 'service item', '事项', item);
  const department = route?.find((departmentId) => !names.departments.has(departmentId));
  if (department !== undefined) throw unknown('UNKNOWN_DEPARTMENT', 'department', '部门', department);
  if (calendarId !== undefined && !calendars.has(calendarId)) throw unknown('UNKNOWN_CALENDAR', 'calendar', '日历', calendarId);
  if ((route?.length ?? 0) > ROUTE_STOPS_MAX) throw invalid(`a route has more than ${ROUTE_STOPS_MAX} stops`, `路线超过 ${ROUTE_STOPS_MAX} 站`);
  if (route?.some((departmentId, index) => departmentId === route[index + 1])) throw invalid('a route names a department twice in a row', '路线中同一部门连续出现');
  if (warningShare !== undefined && !(warningShare > 0 && warningShare <= 1)) throw invalid('warningShare is not above 0 and at most 1', '预警比例须大于 0 且不超过 1');
  for (const limit of [promised, statutory]) if (limit !== undefined) checkLimit(limit);
}

function checkLimit(rule: LimitRule): void {
  if (rule.kind === 'NONE') return;
  if (rule.kind === 'SET') {
    const fault = validateLimit({ unit: rule.unit, amount: rule.amount });
    if (fault !== null) throw invalid(fault, `时限 ${rule.amount} ${rule.unit} 不在允许范围`);
    return;
  }
  const whole = rule.unit === 'WORKING_HOUR' || Number.isInteger(rule.by);
  if (!whole || Math.abs(rule.by) > CHANGE_MAX) throw invalid(`a change of ${rule.by} ${rule.unit} is not a whole number of at most ${CHANGE_MAX} days`, '时限增减须为整数天且不超过上限');
}

function checkCalendar(rule: CalendarRule, { calendars, upTo }: KnownReference, recorded: ReadonlySet<string>): void {
  const { calendarId, zone, week, overrides } = rule;
  const latest = calendars.all(upTo).filter((one) => one.calendarId === calendarId).at(-1)?.definition;
  if (latest === undefined && (zone === null || week === null)) {
    if (!recorded.has(calendarId) && zone === null && week === null) throw unknown('UNKNOWN_CALENDAR', 'calendar', '日历', calendarId);
    throw invalid(`calendar '${calendarId}' is not in the log: a new one needs a zone and a week`, `日历 '${calendarId}' 不在日志中：新日历须给出时区和每周开放时间`);
  }
  if (latest !== undefined && zone !== null && zone !== latest.zone) {
    throw invalid(`the zone of '${calendarId}' stays ${latest.zone}; give a new calendar for another`, `日历 '${calendarId}' 的时区不变；如需其他时区请给出新日历`);
  }
  const kept = Object.fromEntries(Object.entries(overrides).flatMap(([date, override]) => (override === null ? [] : [[date, override]])));
  const weeks = [{ effectiveFrom: null, week: week ?? latest?.weeks.at(-1)?.week ?? {} }];
  const fault = validateCalendar({ calendarId, version: 1, zone: zone ?? latest?.zone ?? '', weeks, overrides: kept, announcedThrough: null });
  if (fault !== null) throw invalid(`calendar '${calendarId}': ${fault}`, `日历 '${calendarId}' 有误`);
}

const invalid = (en: string, zh: string): WhatIfRefused => new WhatIfRefused('INVALID_RULES', `The rules cannot be applied: ${en}.`, `规则无法应用：${zh}。`);
const unknown = (code: 'UNKNOWN_SERVICE_ITEM' | 'UNKNOWN_DEPARTMENT' | 'UNKNOWN_CALENDAR', en: string, zh: string, id: string): WhatIfRefused =>
  new WhatIfRefused(code, `There is no ${en} '${id}': name one that is registered.`, `没有${zh} '${id}'：请填写已登记的编号。`);
