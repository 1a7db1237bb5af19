import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CalendarDefinition, DateOverride } from '../../../src/working-time/calendar.js';
import { compileCalendar } from '../../../src/working-time/compile-calendar.js';
import { overridesFromHolidays, type Holiday } from '../../../src/working-time/holidays.js';
import { parseWeek } from '../../../src/working-time/parse-week.js';
import type { WorkingCalendar } from '../../../src/working-time/working-calendar.js';

const HOLIDAYS = join(import.meta.dirname, '../../../catalogue/cn-holidays');

export const at = (instant: string): number => Date.parse(instant);
export const HOUR_MS = 3_600_000;

export function defineCalendar(zone: string, week: string, more: Partial<CalendarDefinition> = {}): CalendarDefinition {
  const weeks = [{ effectiveFrom: null, week: parseWeek(week) }];
  return { calendarId: 'test', version: 1, zone, weeks, overrides: {}, announcedThrough: null, ...more };
}

export const calendarOf = (zone: string, week: string, more: Partial<CalendarDefinition> = {}): WorkingCalendar =>
  compileCalendar(defineCalendar(zone, week, more));

export function chineseHolidays(): Holiday[] {
  const years = readdirSync(HOLIDAYS).filter((file) => /^\d{4}\.json$/.test(file));
  return years.sort().flatMap((file) => (JSON.parse(readFileSync(join(HOLIDAYS, file), 'utf8')) as { days: Holiday[] }).days);
}

const CN_WEEK = 'Mon-Fri 09:00-12:00 13:30-17:00';
const chineseOverrides = (): Record<string, DateOverride> => overridesFromHolidays(chineseHolidays(), parseWeek(CN_WEEK).MON ?? []);

/** The hall of the calendar vectors: Shanghai with its public holidays, announced through 2026. */
export const chineseHall = (): WorkingCalendar =>
  calendarOf('Asia/Shanghai', CN_WEEK, { calendarId: 'cn-hall', overrides: chineseOverrides(), announcedThrough: '2026-12-31' });
