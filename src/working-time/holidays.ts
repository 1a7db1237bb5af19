import type { DateOverride, Span } from './calendar.js';
import { isDate } from './local-day.js';

/** One day of a published holiday list; `isOffDay` false is a make-up workday (调休). */
export interface Holiday {
  readonly name: string;
  readonly date: string;
  readonly isOffDay: boolean;
}

/**
 * Overrides for all given days: hand over every year's file at once, because a date's governing notice may stand in the
 * next year's. Of a date named twice the later one counts. @throws RangeError for what is not a date.
 */
export function overridesFromHolidays(days: readonly Holiday[], makeUpSpans: readonly Span[]): Record<string, DateOverride> {
  const overrides: Record<string, DateOverride> = {};
  for (const { name, date, isOffDay } of days) {
    if (!isDate(date)) throw new RangeError(`Holiday '${name}': not a date (YYYY-MM-DD): ${date}`);
    overrides[date] = { spans: isOffDay ? [] : makeUpSpans, name };
  }
  return overrides;
}
