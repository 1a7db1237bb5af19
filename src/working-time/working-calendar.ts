import type { EpochMs } from '../kernel/instant.js';
import type { CalendarDefinition } from './calendar.js';
import type { LocalDay } from './local-day.js';

/** Why a date is open or not; ABSENT is a date that the zone skipped. */
export type DayKind = 'WORKING' | 'MAKE_UP' | 'WEEKLY_CLOSING' | 'HOLIDAY' | 'ABSENT';

/**
 * A compiled calendar version. All answers by binary search over day tables; no loop over days per query. Instants and
 * results are whole milliseconds. Every method throws RangeError beyond the horizon, 1970-01-01 to 2100-12-31 local.
 */
export interface WorkingCalendar {
  readonly definition: CalendarDefinition;
  /** W: working milliseconds from the fixed epoch (the start of 1970-01-01, local) up to `t`. */
  workingMsUpTo(t: EpochMs): number;
  /** W⁻¹: the earliest instant with `workingMsUpTo = v`. */
  earliestInstantWith(v: number): EpochMs;
  /** D: number of working days whose local date is ≤ the local date of `t`. */
  workingDaysUpTo(t: EpochMs): number;
  /** The local date of `t`, as days since 1970-01-01. */
  localDayOf(t: EpochMs): LocalDay;
  /** End of the last opening span of the working day with this index, which is the one where D reaches it. */
  endOfWorkingDay(index: number): EpochMs;
  /** Index of the first working day on or after a local date. */
  workingDayFrom(day: LocalDay): number;
  /** Index of the first working day whose last span ends at or after `t`. */
  workingDayEndingFrom(t: EpochMs): number;
  /** Whether the holidays of the local date of `t` are announced. */
  isAnnounced(t: EpochMs): boolean;
  /** For explanations: what a local date is, and the name of its override. */
  describeDay(day: LocalDay): { readonly kind: DayKind; readonly name: string | null };
}
