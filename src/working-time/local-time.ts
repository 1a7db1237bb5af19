import type { EpochMs } from '../kernel/instant.js';
import { DAY_MS, FIRST_DAY, HORIZON, LAST_DAY, dateOf, isDate, localDayOf, type LocalDay } from './local-day.js';
import { at, firstAbove } from './search.js';
import { zoneRules, type ZoneRules } from './zone-rules.js';

/** A wall-clock reading as the milliseconds it would be since 1970 if the clock showed UTC. */
export type LocalMs = number;

const LOCAL = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?$/;

export const localMsAt = (rules: ZoneRules, t: EpochMs): LocalMs => t + at(rules.offsetsMs, firstAbove(rules.endsMs, t));

/**
 * The first instant at which the local clock has reached `local`. One rule for both odd hours: of an ambiguous reading
 * it is the earlier instant, and a reading that the clock jumps over is reached by the jump. It never decreases.
 */
export function firstInstantAt(rules: ZoneRules, local: LocalMs): EpochMs {
  const period = firstAbove(rules.reachedMs, local);
  const instant = local - at(rules.offsetsMs, period);
  return period === 0 ? instant : Math.max(at(rules.endsMs, period - 1), instant);
}

/** `firstInstantAt` for readings asked in ascending order, without a search: laying out a calendar asks it a hundred thousand times. */
export function firstInstantsInOrder({ endsMs, offsetsMs, reachedMs }: ZoneRules): (local: LocalMs) => EpochMs {
  let period = 0;
  let begunMs = -Infinity;
  let untilLocal = reachedMs[0] ?? Infinity;
  let offset = at(offsetsMs, 0);
  return (local) => {
    while (local >= untilLocal) {
      begunMs = at(endsMs, period);
      period += 1;
      untilLocal = reachedMs[period] ?? Infinity;
      offset = at(offsetsMs, period);
    }
    const instant = local - offset;
    return instant > begunMs ? instant : begunMs;
  };
}

/** 'YYYY-MM-DD' on the zone's wall clock. @throws RangeError outside the horizon or for an unknown zone. */
export const localDateOf = (zone: string, t: EpochMs): string => dateOf(localDayAt(zoneRules(zone), t));

/** @throws RangeError outside the horizon. */
export function localDayAt(rules: ZoneRules, t: EpochMs): LocalDay {
  return inHorizon(Math.floor(localMsAt(rules, t) / DAY_MS), rules.zone, t);
}

/**
 * 'YYYY-MM-DDTHH:MM:SS[.sss]' on the zone's wall clock as an instant: the earlier one when the reading is ambiguous;
 * in a gap, as far after the jump as the reading is into the gap. @throws RangeError for any other text, outside the horizon.
 */
export function localToInstant(zone: string, text: string): EpochMs {
  const date = LOCAL.exec(text)?.[1];
  if (date === undefined || !isDate(date)) throw new RangeError(`Not a local date and time: ${text.slice(0, 40)}`);
  const rules = zoneRules(zone);
  inHorizon(localDayOf(date), zone, text);
  const local = Date.parse(`${text}Z`);
  const instant = firstInstantAt(rules, local);
  if (localMsAt(rules, instant) === local) return instant;
  return local - at(rules.offsetsMs, firstAbove(rules.endsMs, instant - 1));
}

/** First instant of a local date; of a date that the zone skipped, the instant of the skip. @throws RangeError as above. */
export function startOfLocalDate(zone: string, date: string): EpochMs {
  return firstInstantAt(zoneRules(zone), inHorizon(localDayOf(date), zone, date) * DAY_MS);
}

function inHorizon(day: LocalDay, zone: string, asked: EpochMs | string): LocalDay {
  if (day >= FIRST_DAY && day <= LAST_DAY) return day;
  throw new RangeError(`${zone}: local dates are known from ${HORIZON}; asked for ${asked}`);
}
