import type { EpochMs } from '../../kernel/instant.js';
import type { LocalMs } from '../../working-time/local-time.js';
import { ISO, NUMBERS, timePattern, type Field, type TimePattern } from './time-pattern.js';
import { EARLIEST_MS, LATEST_MS, zoneClock } from './zone-clock.js';

/** Null: not a time by this format, or no such date. Digits finer than a millisecond are cut off. */
export type ReadTime = (text: string) => EpochMs | null;

/**
 * `format` is 'iso' (a date, or date and time, with or without an offset) or a pattern of YYYY MM M DD D HH H mm ss S Z, anything else
 * standing for itself. A time without offset is the zone's clock, the earlier instant when ambiguous; a date alone is its midnight.
 * @throws RangeError saying what is wrong with the format.
 */
export function timeReader(format: string, zone: string): ReadTime {
  const found = format === 'iso' ? ISO : timePattern(format);
  const read = found.places === null ? byMatch(found, zone) : byPlaces(found.pattern, found.places, zone);
  return (text) => {
    const instant = read(text);
    return instant !== null && instant >= EARLIEST_MS && instant < LATEST_MS ? instant : null;
  };
}

function byMatch({ pattern, order }: TimePattern, zone: string): ReadTime {
  const groups = FIELDS.map((name) => order.indexOf(name) + 1);
  const ofZone = zoneClock(zone);
  return (text) => {
    const match = pattern.exec(text);
    if (match === null) return null;
    const field = (index: number): string => match[groups[index] || NOWHERE] ?? '';
    const number = (index: number): number => Number(field(index));
    const local = dateMs(number(0), number(1), number(2)) + clockMs(number(3), number(4), number(5)) + fractionMs(field(6));
    const offset = field(7);
    return offset === '' ? ofZone(local) : beforeOffset(local, offset);
  };
}

/** Taking a match apart is most of the work of reading a time: where the digits always stand at the same places, they are read there. */
function byPlaces(pattern: RegExp, places: readonly number[], zone: string): ReadTime {
  const [year = -1, month = -1, day = -1, hour = -1, minute = -1, second = -1] = places;
  const ofZone = zoneClock(zone);
  return (text) => {
    if (!pattern.test(text)) return null;
    const date = dateMs(pair(text, year) * 100 + pair(text, year + 2), pair(text, month), pair(text, day));
    return ofZone(date + clockMs(pair(text, hour), pair(text, minute), pair(text, second)));
  };
}

const digit = (text: string, index: number): number => text.charCodeAt(index) - 48;
const pair = (text: string, place: number): number => (place < 0 ? 0 : digit(text, place) * 10 + digit(text, place + 1));

const FIELDS: readonly Field[] = [...NUMBERS, 'fraction', 'offset'];
const NOWHERE = 99;

const FIRST_YEAR = 1970;
const LAST_YEAR = 2100;
const MONTH_STARTS_MS = Array.from({ length: (LAST_YEAR - FIRST_YEAR + 1) * 12 }, (_, month) => Date.UTC(FIRST_YEAR, month));
const MONTH_DAYS: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAY_MS = 86_400_000;

/** NaN for what no calendar has: Date.UTC() would read 30 February as 2 March, and the year 71 as 1971. */
function dateMs(year: number, month: number, day: number): LocalMs {
  const exists = year >= FIRST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
  return exists ? (MONTH_STARTS_MS[(year - FIRST_YEAR) * 12 + month - 1] ?? NaN) + (day - 1) * DAY_MS : NaN;
}

function daysOf(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (MONTH_DAYS[month - 1] ?? 0) + (leap ? 1 : 0);
}

/** NaN for what no clock shows: 24:00 would be the next day. */
const clockMs = (hour: number, minute: number, second: number): number =>
  hour > 23 || minute > 59 || second > 59 ? NaN : ((hour * 60 + minute) * 60 + second) * 1000;

const fractionMs = (digits: string): number => (digits === '' ? 0 : Number(digits.slice(0, 3).padEnd(3, '0')));

function beforeOffset(local: LocalMs, offset: string): EpochMs | null {
  if (offset === 'Z' || offset === 'z') return local;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', '') || '0');
  if (hours > 23 || minutes > 59) return null;
  return local - (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
