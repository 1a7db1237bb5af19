/** RFC 3339 with a zone; 1 to 9 digits of a second are read, what is finer than a millisecond is cut off. */
const RFC3339 =
  /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))[Tt]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,9}))?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** The 24 characters of `Date.toISOString()`, or null when `text` is no instant. An offset is honoured, a missing one refused. */
export function parseInstant(text: string): string | null {
  const match = RFC3339.exec(text);
  if (match === null) return null;
  const [, date = '', time = '', fraction = '', zone = ''] = match;
  if (!existsInCalendar(date)) return null;
  const ms = Date.parse(`${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${zone.toUpperCase()}`);
  const iso = Number.isNaN(ms) ? '' : new Date(ms).toISOString();
  return iso.length === 24 ? iso : null;
}

/** Date.parse() reads 30 February as 2 March; a terminal that says so is broken and must hear it. */
function existsInCalendar(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00.000Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}
