import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogueCalendar } from '../reference-data/domain/catalogue.js';
import { compileCalendar } from '../working-time/compile-calendar.js';
import { overridesFromHolidays, type Holiday } from '../working-time/holidays.js';
import { parseWeek } from '../working-time/parse-week.js';
import type { WorkingCalendar } from '../working-time/working-calendar.js';
import { DEMO_CALENDAR_ID } from './service-items.js';

const HOLIDAYS = join(import.meta.dirname, '../../catalogue/cn-holidays');

/** Office hours of a district hall with the mainland-China holidays; equal to the `cn-hall` of the default catalogue. */
export function demoCalendar(): CatalogueCalendar {
  const week = parseWeek('Mon-Fri 09:00-12:00 13:30-17:00');
  const days = readdirSync(HOLIDAYS).filter((file) => /^\d{4}\.json$/.test(file)).sort().flatMap(holidaysIn);
  return {
    calendarId: DEMO_CALENDAR_ID,
    zone: 'Asia/Shanghai',
    week,
    overrides: overridesFromHolidays(days, week.MON ?? []),
    announcedThrough: '2026-12-31',
  };
}

function holidaysIn(file: string): readonly Holiday[] {
  const { days } = JSON.parse(readFileSync(join(HOLIDAYS, file), 'utf8')) as { readonly days: readonly Holiday[] };
  return days;
}

/** The same calendar, ready to compute with: what the plan's instants come from. */
export function demoTime(): WorkingCalendar {
  const { calendarId, zone, week, overrides, announcedThrough } = demoCalendar();
  return compileCalendar({ calendarId, version: 1, zone, weeks: [{ effectiveFrom: null, week }], overrides, announcedThrough });
}
