/** The same said twice, for people. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** '2026-03-02 09:00' by the clocks of a zone. */
export function localText(ms: number, zone: string): string {
  let format = FORMATS.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    FORMATS.set(zone, format);
  }
  return format.format(ms);
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** '3 h 20 min'; what is less than a minute in seconds, to the millisecond. */
export function durationText(ms: number): string {
  const [hours, minutes] = [Math.floor(ms / HOUR_MS), Math.floor((ms % HOUR_MS) / MINUTE_MS)];
  const seconds = (ms % MINUTE_MS) / 1_000;
  const parts = [...(hours > 0 ? [`${hours} h`] : []), ...(minutes > 0 ? [`${minutes} min`] : []), ...(seconds > 0 ? [`${seconds} s`] : [])];
  return parts.length === 0 ? '0 min' : parts.join(' ');
}
