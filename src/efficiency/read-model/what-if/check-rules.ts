import { validateLimit } from '../../../working-time/limit-rules.js';
import type { CalendarRegistry } from '../../projections/calendar-registry.js';
import type { ReferenceNames } from '../../projections/reference-names.js';
import type { ItemRule, LimitRule, RuleSet } from '../../projections/what-if/rule-set.js';
import { checkCalendar } from './check-calendar.js';
import { invalidRules, unknownCode } from './refusals.js';

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
  const recorded = known.calendars.all(known.upTo).map(({ calendarId }) => calendarId);
  const ids = calendars.map(({ calendarId }) => calendarId);
  if (new Set(ids).size < ids.length) throw invalidRules('a calendar has two rules', '同一日历有两条规则');
  for (const rule of calendars) checkCalendar(rule, known.calendars.all(known.upTo).findLast(({ calendarId }) => calendarId === rule.calendarId)?.definition);
  for (const rule of items) {
    checkCodes(rule, known.names, new Set([...recorded, ...ids]));
    checkTerms(rule);
  }
}

function checkCodes({ codes, route, calendarId }: ItemRule, names: ReferenceNames, calendars: ReadonlySet<string>): void {
  const item = codes?.find((code) => !names.serviceItems.has(code));
  if (item !== undefined) throw unknownCode('UNKNOWN_SERVICE_ITEM', item);
  const department = route?.find((departmentId) => !names.departments.has(departmentId));
  if (department !== undefined) throw unknownCode('UNKNOWN_DEPARTMENT', department);
  if (calendarId !== undefined && !calendars.has(calendarId)) throw unknownCode('UNKNOWN_CALENDAR', calendarId);
}

function checkTerms({ route = [], warningShare, promised, statutory }: ItemRule): void {
  if (route.length > ROUTE_STOPS_MAX) throw invalidRules(`a route has more than ${ROUTE_STOPS_MAX} stops`, `路线超过 ${ROUTE_STOPS_MAX} 站`);
  if (route.some((departmentId, index) => departmentId === route[index + 1])) throw invalidRules('a route names a department twice in a row', '路线中同一部门连续出现');
  if (warningShare !== undefined && !(warningShare > 0 && warningShare <= 1)) throw invalidRules('warningShare is not above 0 and at most 1', '预警比例须大于 0 且不超过 1');
  for (const limit of [promised, statutory]) if (limit !== undefined) checkLimit(limit);
}

function checkLimit(rule: LimitRule): void {
  if (rule.kind === 'SET') {
    const fault = validateLimit({ unit: rule.unit, amount: rule.amount });
    if (fault !== null) throw invalidRules(fault, `时限 ${rule.amount} ${rule.unit} 不在允许范围`);
  }
  if (rule.kind !== 'CHANGE') return;
  const whole = rule.unit === 'WORKING_HOUR' || Number.isInteger(rule.by);
  if (!whole) throw invalidRules(`days change by whole numbers, not by ${rule.by}`, '以天计的时限须按整数增减');
  if (Math.abs(rule.by) > CHANGE_MAX) throw invalidRules(`a limit changes by at most ${CHANGE_MAX}`, `时限增减不超过 ${CHANGE_MAX}`);
}
