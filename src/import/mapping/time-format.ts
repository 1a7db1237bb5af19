import type { EpochMs } from '../../kernel/instant.js';
import { firstInstantAt, localMsAt, localToInstant } from '../../working-time/local-time.js';
import { zoneRules } from '../../working-time/zone-rules.js';

/** Null: not a time by this format, or no such date. Digits finer than a millisecond are cut off. */
export type ReadTime = (text: string) => EpochMs | null;

type Field = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'fraction' | 'offset';

const OFFSET = '(Z|z|[+-]\\d{2}(?::?\\d{2})?)';
const ISO = new RegExp(`^(\\d{4})-(\\d{2})-(\\d{2})(?:[Tt ](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)? ?${OFFSET}?)?$`);
const TOKEN = /YYYY|MM|DD|HH|mm|ss|M|D|H|S+|Z|[^A-Za-z]|./gu;
const PARTS: Readonly<Record<string, readonly [Field, string]>> = {
  YYYY: ['year', '(\\d{4})'],
  MM: ['month', '(\\d{2})'],
  M: ['month', '(\\d{1,2})'],
  DD: ['day', '(\\d{2})'],
  D: ['day', '(\\d{1,2})'],
  HH: ['hour', '(\\d{2})'],
  H: ['hour', '(\\d{1,2})'],
  mm: ['minute', '(\\d{2})'],
  ss: ['second', '(\\d{2})'],
  S: ['fraction', '(\\d{1,9})'],
  Z: ['offset', OFFSET],
};

/**
 * `format` is 'iso' (a date, or date and time, with or without an offset) or a pattern of YYYY MM M DD D HH H mm ss S Z, anything else
 * standing for itself. A time without offset is the zone's clock, the earlier instant when ambiguous; a date alone is its midnight.
 * @throws RangeError saying what is wrong with the format.
 */
export function timeReader(format: string, zone: string): ReadTime {
  const { pattern, order } = format === 'iso' ? { pattern: ISO, order: ISO_ORDER } : compile(format);
  const places = PLACES.map((name) => order.indexOf(name) + 1);
  const ofZone = zoneClock(zone);
  return (text) => {
    const match = pattern.exec(text);
    if (match === null) return null;
    const field = (index: number): string => match[places[index] || NOWHERE] ?? '';
    const local = localMs(field);
    if (local === null) return null;
    const offset = field(7);
    const instant = offset === '' ? ofZone(local) : beforeOffset(local, offset);
    return instant !== null && instant >= EARLIEST_MS && instant < LATEST_MS ? instant : null;
  };
}

/** Calendars end somewhere; a year 9999 that stands for "never" must not reach them. */
const EARLIEST_MS = Date.UTC(1970, 0, 2);
const LATEST_MS = Date.UTC(2100, 11, 30);
const PLACES: readonly Field[] = ['year', 'month', 'day', 'hour', 'minute', 'second', 'fraction', 'offset'];
const NOWHERE = 99;

const ISO_ORDER = PLACES;

function compile(format: string): { pattern: RegExp; order: readonly Field[] } {
  const order: Field[] = [];
  let pattern = '';
  for (const [token] of format.matchAll(TOKEN)) {
    const part = PARTS[token.startsWith('S') ? 'S' : token];
    if (part === undefined && /^[A-Za-z]$/.test(token) && token !== 'T')
      throw new RangeError(`"${token}" in the time format "${format}" means nothing`);
    if (part !== undefined && order.includes(part[0])) throw new RangeError(`the time format "${format}" has its ${part[0]} twice`);
    if (part !== undefined) order.push(part[0]);
    pattern += part === undefined ? token.replace(/[\\^$.*+?()[\]{}|/]/u, '\\$&') : part[1];
  }
  const missing = (['year', 'month', 'day'] as const).find((name) => !order.includes(name));
  if (missing !== undefined) throw new RangeError(`the time format "${format}" has no ${missing}`);
  return { pattern: new RegExp(`^${pattern}$`, 'u'), order };
}

/** Null for what no clock shows: Date.UTC() would read 30 February as 2 March, and 24:00 as the next day, which both change the date. */
function localMs(field: (index: number) => string): number | null {
  const [year, month, day] = [Number(field(0)), Number(field(1)), Number(field(2))];
  const [hour, minute, second] = [Number(field(3)), Number(field(4)), Number(field(5))];
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month) || hour > 23 || minute > 59 || second > 59) return null;
  const fraction = field(6);
  return Date.UTC(year, month - 1, day, hour, minute, second, fraction === '' ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0')));
}

const DAYS: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
function daysOf(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (DAYS[month - 1] ?? 0) + (leap ? 1 : 0);
}

function beforeOffset(local: number, offset: string): EpochMs | null {
  if (offset === 'Z' || offset === 'z') return local;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', '') || '0');
  if (hours > 23 || minutes > 59) return null;
  return local - (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** Readings of a zone's clock as instants: millions of them, so the usual case does without a text in between. */
function zoneClock(zone: string): (local: number) => EpochMs | null {
  const rules = zoneRules(zone);
  return (local) => {
    if (local < EARLIEST_MS || local >= LATEST_MS) return null;
    const instant = firstInstantAt(rules, local);
    if (localMsAt(rules, instant) === local) return instant;
    return localToInstant(zone, new Date(local).toISOString().slice(0, -1)); // in a gap
  };
}
