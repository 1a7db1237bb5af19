import type { Weekday } from './calendar.js';

/** A local date as days since 1970-01-01, so that date arithmetic is plain arithmetic. */
export type LocalDay = number;

export const DAY_MS = 86_400_000;
/** Every table, and with it every answer about working time, covers these local dates. */
export const FIRST_DAY: LocalDay = 0;
export const LAST_DAY: LocalDay = Date.UTC(2100, 11, 31) / DAY_MS;
export const HORIZON = '1970-01-01 to 2100-12-31';

/** In the order of the week, Monday first. */
export const WEEKDAYS: readonly Weekday[] = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

export function isDate(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && dateOf(ms / DAY_MS) === text; // 30 February parses, as 2 March, and so does much else
}

/** @throws RangeError when `date` is not a 'YYYY-MM-DD' of the Gregorian calendar. */
export function localDayOf(date: string): LocalDay {
  if (!isDate(date)) throw new RangeError(`Not a date (YYYY-MM-DD): ${date.slice(0, 40)}`);
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

export const dateOf = (day: LocalDay): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** 0 is Monday. 1970-01-01 was a Thursday. */
export const weekdayIndexOf = (day: LocalDay): number => (((day + 3) % 7) + 7) % 7;
