import { Temporal } from 'temporal-polyfill';
import type { EpochMs } from '../kernel/instant.js';
import { DAY_MS, FIRST_DAY, LAST_DAY } from './local-day.js';

/** A zone's offsets over the horizon. Period i lasts until `endsMs[i]`; the last one has no end here. */
export interface ZoneRules {
  readonly zone: string;
  readonly endsMs: Float64Array;
  /** Local minus UTC, one per period, so one more than there are ends. */
  readonly offsetsMs: Float64Array;
  /** What the local clock has reached when period i ends; made to ascend, so that it can be searched. */
  readonly reachedMs: Float64Array;
}

// No zone is further from UTC than a day, so this much margin shows every local date of the horizon whole.
const FROM_MS = (FIRST_DAY - 2) * DAY_MS;
const UNTIL_MS = (LAST_DAY + 3) * DAY_MS;
const CHANGES_MAX = 5_000;
const ZONES_MAX = 100;
const NAME = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;
const known = new Map<string, ZoneRules>();

/** True for a zone of the IANA database ('Asia/Shanghai', 'UTC'); a bare offset ('+08:00') is not one. */
export function isValidZone(zone: string): boolean {
  if (known.has(zone)) return true;
  if (!NAME.test(zone)) return false;
  try {
    startIn(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Lists the zone's changes once (tens of milliseconds) and remembers them. @throws RangeError for an unknown zone. */
export function zoneRules(zone: string): ZoneRules {
  const found = known.get(zone);
  if (found) return found;
  if (!isValidZone(zone)) throw new RangeError(`Not an IANA time zone: ${zone.slice(0, 64)}`);
  const rules = listChanges(zone);
  if (known.size >= ZONES_MAX) known.clear();
  known.set(zone, rules);
  return rules;
}

const startIn = (zone: string): Temporal.ZonedDateTime => Temporal.Instant.fromEpochMilliseconds(FROM_MS).toZonedDateTimeISO(zone);
const offsetMs = (moment: Temporal.ZonedDateTime): number => moment.offsetNanoseconds / 1e6;

function listChanges(zone: string): ZoneRules {
  let moment = startIn(zone);
  const endsMs: EpochMs[] = [];
  const offsetsMs = [offsetMs(moment)];
  const reachedMs: number[] = [];
  while (endsMs.length < CHANGES_MAX) {
    const next = moment.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds > UNTIL_MS) break;
    endsMs.push(next.epochMilliseconds);
    reachedMs.push(Math.max(reachedMs.at(-1) ?? -Infinity, next.epochMilliseconds + offsetMs(moment)));
    offsetsMs.push(offsetMs(next));
    moment = next;
  }
  return {
    zone,
    endsMs: Float64Array.from(endsMs),
    offsetsMs: Float64Array.from(offsetsMs),
    reachedMs: Float64Array.from(reachedMs),
  };
}
