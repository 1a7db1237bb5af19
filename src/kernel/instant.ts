/** Milliseconds since 1970-01-01T00:00:00Z. Pure code computes with these; stored events hold `IsoInstant`. */
export type EpochMs = number;
/** Always the 24 characters of `Date.toISOString()`, so that text order is time order. */
export type IsoInstant = string;

const DAY_MS = 86_400_000;
const TWO_DIGITS: readonly string[] = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const DATES_KEPT_MAX = 10_000;
const dates = new Map<number, string>();
const days = new Map<string, EpochMs>();

/** Events lie on few days, and a date takes most of the time to write: dates are kept. */
function dateOf(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  const date = new Date(day * DAY_MS).toISOString().slice(0, -13);
  if (dates.size >= DATES_KEPT_MAX) dates.clear();
  dates.set(day, date);
  return date;
}

/** The same few instants are written and read again and again while one event is made. */
const RECENT = 64;
const writtenMs = new Float64Array(RECENT).fill(NaN);
const writtenIso = new Array<IsoInstant>(RECENT).fill('');
const readMs = new Float64Array(RECENT).fill(NaN);
const readIso = new Array<IsoInstant>(RECENT).fill('');
/** By minutes, seconds and milliseconds. */
const placeOf = (instant: IsoInstant): number =>
  (instant.charCodeAt(15) + 3 * instant.charCodeAt(17) + 7 * instant.charCodeAt(18) + instant.charCodeAt(22)) & (RECENT - 1);

export function toIso(ms: EpochMs): IsoInstant {
  const slot = ms & (RECENT - 1);
  const recent = writtenIso[slot];
  if (writtenMs[slot] === ms && recent !== undefined) return recent;
  const iso = written(ms);
  writtenMs[slot] = ms;
  writtenIso[slot] = iso;
  const place = placeOf(iso);
  readMs[place] = ms;
  readIso[place] = iso;
  return iso;
}

function written(ms: EpochMs): IsoInstant {
  const day = Math.floor(ms / DAY_MS);
  const inDay = ms - day * DAY_MS;
  const seconds = Math.floor(inDay / 1000);
  const minutes = Math.floor(seconds / 60);
  const thousandths = String(inDay - seconds * 1000).padStart(3, '0');
  return `${dateOf(day)}${TWO_DIGITS[Math.floor(minutes / 60)]}:${TWO_DIGITS[minutes % 60]}:${TWO_DIGITS[seconds % 60]}.${thousandths}Z`;
}

const ISO = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const digit = (text: string, index: number): number => text.charCodeAt(index) - 48;
const pair = (text: string, index: number): number => digit(text, index) * 10 + digit(text, index + 1);

/** Of a stored instant; other forms are read as Date reads them, NaN for none. */
export function toMs(instant: IsoInstant): EpochMs {
  const place = placeOf(instant);
  const recent = readMs[place];
  if (readIso[place] === instant && recent !== undefined) return recent;
  const ms = read(instant);
  readMs[place] = ms;
  readIso[place] = instant;
  return ms;
}

function read(instant: IsoInstant): EpochMs {
  if (!ISO.test(instant)) return Date.parse(instant);
  const date = instant.slice(0, 10);
  let dayMs = days.get(date);
  if (dayMs === undefined) {
    dayMs = Date.parse(`${date}T00:00:00.000Z`);
    if (days.size >= DATES_KEPT_MAX) days.clear();
    days.set(date, dayMs);
  }
  const seconds = (pair(instant, 11) * 60 + pair(instant, 14)) * 60 + pair(instant, 17);
  return dayMs + seconds * 1000 + digit(instant, 20) * 100 + pair(instant, 21);
}
