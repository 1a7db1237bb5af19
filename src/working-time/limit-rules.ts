import { toMs } from '../kernel/instant.js';
import { DAY_MS, FIRST_DAY, LAST_DAY } from './local-day.js';
import type { Limit } from './limit.js';

const HOURS_MAX = 10_000;
const DAYS_MAX = 3_660;

/**
 * What is wrong with a limit, or with an extension in the same form, as a sentence; `null` when nothing is. Checked where
 * a limit comes in, because `dueOf` throws for a due instant beyond the calendars' horizon.
 */
export function validateLimit(limit: Limit): string | null {
  if (limit.unit === 'INSTANT') return instantFault(limit.dueAt);
  const { unit, amount } = limit;
  if (unit === 'WORKING_HOUR') return amount > 0 && amount <= HOURS_MAX ? null : `hours must be above 0 and at most ${HOURS_MAX}`;
  return Number.isInteger(amount) && amount >= 0 && amount <= DAYS_MAX ? null : `days must be a whole number from 0 to ${DAYS_MAX}`;
}

/** A day of margin at both ends, so that it is inside the horizon of every zone. */
function instantFault(dueAt: string): string | null {
  const ms = toMs(dueAt);
  if (Number.isNaN(ms)) return 'the due instant is not an instant';
  return ms >= (FIRST_DAY + 1) * DAY_MS && ms < LAST_DAY * DAY_MS ? null : 'the due instant must be from 1970-01-02 to 2100-12-30';
}
