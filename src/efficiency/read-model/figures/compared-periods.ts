import { DAY_MS, weekdayIndexOf, type LocalDay } from '../../../working-time/local-day.js';
import { firstInstantAt, localMsAt } from '../../../working-time/local-time.js';
import { zoneRules, type ZoneRules } from '../../../working-time/zone-rules.js';
import type { MsRange } from './figure-filter.js';
import { firstOfMonth, isoWeekOf, isoWeekStart, partsOf, startMsOf, unitStart, type TimeUnit } from './time-buckets.js';

export const COMPARISONS = ['PREVIOUS', 'YEAR_BEFORE'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** Where a local date lies in the compared period. */
export type Shift = (day: LocalDay) => LocalDay;

/** The same date some months away; the last of a shorter month. */
export function addMonths(day: LocalDay, months: number): LocalDay {
  const { year, month, date } = partsOf(day);
  const first = firstOfMonth(year, month + months);
  const last = firstOfMonth(year, month + months + 1) - 1;
  return Math.min(first + date - 1, last);
}

/** The same weekday of the same ISO week of the year before; of a 53rd week that is not there, the 52nd. */
function isoYearBefore(day: LocalDay): LocalDay {
  const { year, week } = isoWeekOf(day);
  const start = isoWeekStart(year - 1, week);
  return (isoWeekOf(start).year === year - 1 ? start : isoWeekStart(year - 1, 52)) + weekdayIndexOf(day);
}

const UNIT_BACK: Readonly<Record<TimeUnit, Shift>> = {
  DAY: (day) => day - 1,
  WEEK: (day) => day - 7,
  MONTH: (day) => addMonths(day, -1),
  QUARTER: (day) => addMonths(day, -3),
  YEAR: (day) => addMonths(day, -12),
};

/** What the groups of a time dimension are compared with: the bucket before, or the one a year before. */
export const shiftOf = (comparison: Comparison, unit: TimeUnit): Shift => {
  if (comparison === 'PREVIOUS') return UNIT_BACK[unit];
  return unit === 'WEEK' ? isoYearBefore : UNIT_BACK.YEAR;
};

/** Shifts both ends by local dates: an end at the first of a month stays one, any other follows the last date within. */
export function shifted(zone: string, { fromMs, toMs }: MsRange, shift: Shift): MsRange {
  const rules = zoneRules(zone);
  const end = dayStartingAt(rules, toMs);
  const endDay = end === null || partsOf(end).date === 1 ? end : null;
  if (endDay !== null) return { fromMs: movedInstant(rules, fromMs, shift), toMs: startMsOf(rules, shift(endDay)) };
  return { fromMs: movedInstant(rules, fromMs, shift), toMs: end === null ? movedInstant(rules, toMs, shift) : startMsOf(rules, shift(end - 1) + 1) };
}

/**
 * The period before: of whole months (and so of whole quarters and years) as many months, of whole days (and so of whole weeks)
 * as many days, else as long a time.
 */
export function previousPeriod(zone: string, { fromMs, toMs }: MsRange): MsRange {
  const rules = zoneRules(zone);
  const [from, to] = [dayStartingAt(rules, fromMs), dayStartingAt(rules, toMs)];
  if (from === null || to === null) return { fromMs: fromMs - (toMs - fromMs), toMs: fromMs };
  const whole = unitStart('MONTH', from) === from && unitStart('MONTH', to) === to;
  const before = whole ? addMonths(from, -monthsBetween(from, to)) : from - (to - from);
  return { fromMs: startMsOf(rules, before), toMs: fromMs };
}

function monthsBetween(from: LocalDay, to: LocalDay): number {
  const [a, b] = [partsOf(from), partsOf(to)];
  return (b.year - a.year) * 12 + b.month - a.month;
}

/** The local date that begins at this very instant. */
function dayStartingAt(rules: ZoneRules, ms: number): LocalDay | null {
  const day = Math.floor(localMsAt(rules, ms) / DAY_MS);
  return startMsOf(rules, day) === ms ? day : null;
}

function movedInstant(rules: ZoneRules, ms: number, shift: Shift): number {
  const local = localMsAt(rules, ms);
  const day = Math.floor(local / DAY_MS);
  return startMsOf(rules, day) === ms ? startMsOf(rules, shift(day)) : firstInstantAt(rules, shift(day) * DAY_MS + (local - day * DAY_MS));
}
