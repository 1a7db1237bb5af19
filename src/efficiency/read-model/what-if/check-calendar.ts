import type { CalendarDefinition, DateOverride } from '../../../working-time/calendar.js';
import { validateCalendar } from '../../../working-time/calendar-rules.js';
import type { CalendarRule } from '../../projections/what-if/rule-set.js';
import { invalidRules, unknownCode } from './refusals.js';

/** @param recorded as it stands in the log; undefined when it is not there. @throws WhatIfRefused */
export function checkCalendar(rule: CalendarRule, recorded: CalendarDefinition | undefined): void {
  if (recorded === undefined) checkNew(rule);
  else checkPatch(rule, recorded);
  const { calendarId, zone, week, overrides } = rule;
  const spans = Object.entries(overrides).filter((entry): entry is [string, DateOverride] => entry[1] !== null);
  const weeks = [{ effectiveFrom: null, week: week ?? recorded?.weeks.at(-1)?.week ?? {} }];
  const fault = validateCalendar({ calendarId, version: 1, zone: zone ?? recorded?.zone ?? '', weeks, overrides: Object.fromEntries(spans), announcedThrough: null });
  if (fault !== null) throw invalidRules(`calendar '${calendarId}': ${fault}`, `日历 '${calendarId}' 有误`);
}

function checkNew({ calendarId, zone, week }: CalendarRule): void {
  if (zone === null && week === null) throw unknownCode('UNKNOWN_CALENDAR', calendarId);
  if (zone !== null && week !== null) return;
  throw invalidRules(`calendar '${calendarId}' is not in the log, and a new one needs a zone and a week`, `日历 '${calendarId}' 不在日志中，新日历须给出时区和每周开放时间`);
}

function checkPatch({ calendarId, zone }: CalendarRule, recorded: CalendarDefinition): void {
  if (zone === null || zone === recorded.zone) return;
  throw invalidRules(`the zone of '${calendarId}' stays ${recorded.zone}: give a new calendar for another`, `日历 '${calendarId}' 的时区不变，如需其他时区请给出新日历`);
}
