import { Temporal } from 'temporal-polyfill';
import type { CalendarDefinition, Span } from '../../../src/working-time/calendar.js';
import { WEEKDAYS } from '../../../src/working-time/local-day.js';

/** The slow way to the same answers: day by day with Temporal, sharing no table and no zone arithmetic with the product. */
export interface DayWalk {
  workedMs(fromMs: number, untilMs: number): number;
  workingDays(after: Temporal.PlainDate, through: Temporal.PlainDate): number;
  dateOf(t: number): Temporal.PlainDate;
  /** End of the last span of the first day on or after `date` that opens and ends at or after `t`. */
  closingFrom(date: Temporal.PlainDate, t: number): number;
  /** End of the last span of the n-th working day after `date`. */
  closingAfter(date: Temporal.PlainDate, n: number): number;
}

export function dayWalk({ zone, weeks, overrides }: CalendarDefinition): DayWalk {
  const dateOf = (t: number) => Temporal.Instant.fromEpochMilliseconds(t).toZonedDateTimeISO(zone).toPlainDate();
  const spansOn = (date: Temporal.PlainDate): readonly Span[] =>
    overrides[date.toString()]?.spans ?? weeks[0]!.week[WEEKDAYS[date.dayOfWeek - 1]!] ?? [];
  const intervalsOn = (date: Temporal.PlainDate): readonly (readonly [number, number])[] =>
    spansOn(date)
      .map(({ from, until }) => [reached(date, from, zone), reached(date, until, zone)] as const)
      .filter(([from, until]) => until > from);
  const next = (date: Temporal.PlainDate) => date.add({ days: 1 });
  const closing = (date: Temporal.PlainDate): number | undefined => intervalsOn(date).at(-1)?.[1];
  return {
    dateOf,
    workedMs(fromMs, untilMs) {
      let sum = 0;
      const last = dateOf(untilMs).add({ days: 1 });
      for (let date = dateOf(fromMs).subtract({ days: 1 }); Temporal.PlainDate.compare(date, last) <= 0; date = next(date)) {
        for (const [from, until] of intervalsOn(date)) sum += Math.max(0, Math.min(until, untilMs) - Math.max(from, fromMs));
      }
      return sum;
    },
    workingDays(after, through) {
      let count = 0;
      for (let date = next(after); Temporal.PlainDate.compare(date, through) <= 0; date = next(date)) {
        if (intervalsOn(date).length > 0) count += 1;
      }
      return count;
    },
    closingFrom(date, t) {
      let day = date;
      while ((closing(day) ?? -Infinity) < t) day = next(day);
      return closing(day)!;
    },
    closingAfter(date, n) {
      let day = date;
      for (let left = n; left > 0;) {
        day = next(day);
        if (closing(day) !== undefined) left -= 1;
      }
      return closing(day)!;
    },
  };
}

/** When the wall clock reaches 'HH:MM' of a date: the first time when it does so twice, the jump when it jumps over it. */
function reached(date: Temporal.PlainDate, time: string, zone: string): number {
  const local = time === '24:00' ? date.add({ days: 1 }).toPlainDateTime('00:00') : date.toPlainDateTime(time);
  const zoned = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (zoned.toPlainDateTime().equals(local)) return zoned.epochMilliseconds;
  return zoned.getTimeZoneTransition('next')!.epochMilliseconds;
}
