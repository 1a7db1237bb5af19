/** Milliseconds since 1970-01-01T00:00:00Z. Pure code computes with these; stored events hold `IsoInstant`. */
export type EpochMs = number;
/** Always the 24 characters of `Date.toISOString()`, so that text order is time order. */
export type IsoInstant = string;

export const toMs = (instant: IsoInstant): EpochMs => Date.parse(instant);

const DAY_MS = 86_400_000;
const TWO_DIGITS: readonly string[] = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const DATES_KEPT_MAX = 10_000;
const dates = new Map<number, string>();

/** Events lie on few days, and a date takes most of the time to write: dates are kept. */
function dateOf(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  const date = new Date(day * DAY_MS).toISOString().slice(0, -13);
  if (dates.size >= DATES_KEPT_MAX) dates.clear();
  dates.set(day, date);
  return date;
}

export function toIso(ms: EpochMs): IsoInstant {
  const day = Math.floor(ms / DAY_MS);
  const inDay = ms - day * DAY_MS;
  const seconds = Math.floor(inDay / 1000);
  const minutes = Math.floor(seconds / 60);
  const thousandths = String(inDay - seconds * 1000).padStart(3, '0');
  return `${dateOf(day)}${TWO_DIGITS[Math.floor(minutes / 60)]}:${TWO_DIGITS[minutes % 60]}:${TWO_DIGITS[seconds % 60]}.${thousandths}Z`;
}
