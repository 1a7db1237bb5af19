import type { EpochMs } from '../../kernel/instant.js';
import { firstInstantAt, localMsAt, localToInstant, type LocalMs } from '../../working-time/local-time.js';
import { firstAbove } from '../../working-time/search.js';
import { zoneRules, type ZoneRules } from '../../working-time/zone-rules.js';

/** Calendars end somewhere; a year 9999 that stands for "never" must not reach them. */
export const EARLIEST_MS = Date.UTC(1970, 0, 2);
export const LATEST_MS = Date.UTC(2100, 11, 30);

/** Readings of a clock between two of its changes, each of which is one instant, or of two the earlier one. */
interface Steady {
  readonly fromLocal: LocalMs;
  readonly untilLocal: LocalMs;
  readonly offsetMs: number;
}

/**
 * Readings of a zone's clock as instants, in a gap as far after it; null outside 1970 to 2100, and for NaN. Millions of them, and
 * one is mostly of the same half-year as the one before: that half-year is looked at first.
 */
export function zoneClock(zone: string): (local: LocalMs) => EpochMs | null {
  const rules = zoneRules(zone);
  let steady = steadyAt(rules, EARLIEST_MS);
  return (local) => {
    if (!(local >= EARLIEST_MS && local < LATEST_MS)) return null;
    if (!isOf(steady, local)) steady = steadyAt(rules, local);
    if (isOf(steady, local)) return local - steady.offsetMs;
    const instant = firstInstantAt(rules, local);
    if (localMsAt(rules, instant) === local) return instant;
    return localToInstant(zone, new Date(local).toISOString().slice(0, -1)); // in a gap
  };
}

const isOf = ({ fromLocal, untilLocal }: Steady, local: LocalMs): boolean => local >= fromLocal && local < untilLocal;

/** The period that `local` is reached in, without what the clock skips at its beginning. */
function steadyAt({ endsMs, offsetsMs, reachedMs }: ZoneRules, local: LocalMs): Steady {
  const period = firstAbove(reachedMs, local);
  const offsetMs = offsetsMs[period] ?? 0;
  const begins = (endsMs[period - 1] ?? -Infinity) + offsetMs;
  const ends = (endsMs[period] ?? Infinity) + offsetMs;
  return {
    fromLocal: Math.max(begins, reachedMs[period - 1] ?? -Infinity),
    untilLocal: Math.min(ends, reachedMs[period] ?? Infinity),
    offsetMs,
  };
}
