import type { EpochMs } from '../kernel/instant.js';

/** A compiled calendar version. All answers by binary search over day tables; no loop over days per query. */
export interface WorkingCalendar {
  /** Working milliseconds from the fixed epoch up to `t`. */
  workingMsUpTo(t: EpochMs): number;
  /** W⁻¹: the earliest instant with `workingMsUpTo = v`. */
  earliestInstantWith(v: number): EpochMs;
  /** D: number of working days whose local date is ≤ the local date of `t`. */
  workingDaysUpTo(t: EpochMs): number;
}
