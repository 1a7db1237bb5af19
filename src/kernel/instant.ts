/** Milliseconds since 1970-01-01T00:00:00Z. Pure code computes with these; stored events hold `IsoInstant`. */
export type EpochMs = number;
/** Always the 24 characters of `Date.toISOString()`, so that text order is time order. */
export type IsoInstant = string;

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const TWO_DIGITS: readonly string[] = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const MINUTES_OF_DAY: readonly string[] = Array.from({ length: 24 * 60 }, (_, n) => `${TWO_DIGITS[Math.floor(n / 60)]}:${TWO_DIGITS[n % 60]}:`);
const WHOLE_SECONDS: readonly string[] = TWO_DIGITS.map((seconds) => `${seconds}.000Z`);

/** Events lie on few days, and a date takes most of the time to write and to read: dates are kept. */
const DATES_KEPT_MAX = 10_000;
const dates = new Map<number, string>();
/** By year, month and day as one number. */
const days = new Map<number, EpochMs>();

function kept<Value>(known: Map<number, Value>, key: number, value: Value): Value {
  if (known.size >= DATES_KEPT_MAX) known.clear();
  known.set(key, value);
  return value;
}

/** With the 'T' after it. @throws RangeError for a day that no `Date` reaches. */
const dateOf = (day: number): string => dates.get(day) ?? kept(dates, day, new Date(day * DAY_MS).toISOString().slice(0, -13));

/** The same few instants are written and read again and again while one event is made. */
const RECENT = 64;
const writtenMs = new Float64Array(RECENT).fill(NaN);
const writtenIso = new Array<IsoInstant>(RECENT).fill('');
const readMs = new Float64Array(RECENT).fill(NaN);
const readIso = new Array<IsoInstant>(RECENT).fill('');
/** By minutes, seconds and milliseconds. */
const placeOf = (instant: IsoInstant): number =>
  (instant.charCodeAt(15) + 3 * instant.charCodeAt(17) + 7 * instant.charCodeAt(18) + instant.charCodeAt(22)) & (RECENT - 1);

function keepWritten(ms: EpochMs, iso: IsoInstant): void {
  const slot = ms & (RECENT - 1);
  writtenMs[slot] = ms;
  writtenIso[slot] = iso;
}

function keepRead(ms: EpochMs, instant: IsoInstant): void {
  const place = placeOf(instant);
  readMs[place] = ms;
  readIso[place] = instant;
}

export function toIso(ms: EpochMs): IsoInstant {
  const slot = ms & (RECENT - 1);
  const recent = writtenIso[slot];
  if (writtenMs[slot] === ms && recent !== undefined) return recent;
  const iso = written(ms);
  keepWritten(ms, iso);
  keepRead(ms, iso);
  return iso;
}

/** Of few ready parts: every joining makes another text. */
function written(ms: EpochMs): IsoInstant {
  const day = Math.floor(ms / DAY_MS);
  const inDayMs = ms - day * DAY_MS;
  const minute = Math.floor(inDayMs / MINUTE_MS);
  const inMinuteMs = inDayMs - minute * MINUTE_MS;
  const second = Math.floor(inMinuteMs / 1000);
  return `${dateOf(day)}${MINUTES_OF_DAY[minute]}${inMinuteMs === second * 1000 ? WHOLE_SECONDS[second] : withFraction(inMinuteMs)}`;
}

const withFraction = (inMinuteMs: number): string => {
  const digits = String(inMinuteMs).padStart(5, '0');
  return `${digits.slice(0, 2)}.${digits.slice(2)}Z`;
};

const ISO = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
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
  const dayMs = dayMsOf(instant);
  if (dayMs === null) return Date.parse(instant); // Such as the 30th of February, which is read as one of March.
  const minutes = pair(instant, 11) * 60 + pair(instant, 14);
  const ms = dayMs + minutes * MINUTE_MS + pair(instant, 17) * 1000 + digit(instant, 20) * 100 + pair(instant, 21);
  keepWritten(ms, instant); // An instant that was said is mostly recorded as it was said.
  return ms;
}

/** Null for a date that no day is written as. */
function dayMsOf(instant: IsoInstant): EpochMs | null {
  const key = pair(instant, 0) * 1_000_000 + pair(instant, 2) * 10_000 + pair(instant, 5) * 100 + pair(instant, 8);
  const known = days.get(key);
  if (known !== undefined) return known;
  const dayMs = Date.parse(`${instant.slice(0, 10)}T00:00:00.000Z`);
  const isWrittenSo = !Number.isNaN(dayMs) && instant.startsWith(dateOf(dayMs / DAY_MS));
  return isWrittenSo ? kept(days, key, dayMs) : null;
}
