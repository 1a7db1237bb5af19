export const NUMBERS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;
type NumberField = (typeof NUMBERS)[number];
export type Field = NumberField | 'fraction' | 'offset';

/** What texts of a format look like. */
export interface TimePattern {
  readonly pattern: RegExp;
  /** Of the pattern's groups. */
  readonly order: readonly Field[];
  /** Where the digits of each of NUMBERS begin, -1 for what the format has not; null when that differs from text to text. */
  readonly places: readonly number[] | null;
}

interface Part {
  readonly field: Field | null;
  readonly pattern: string;
  /** Null: it differs. */
  readonly width: number | null;
}

const OFFSET = '(Z|z|[+-]\\d{2}(?::?\\d{2})?)';
export const ISO: TimePattern = {
  pattern: new RegExp(`^(\\d{4})-(\\d{2})-(\\d{2})(?:[Tt ](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)? ?${OFFSET}?)?$`),
  order: [...NUMBERS, 'fraction', 'offset'],
  places: null,
};

const TOKEN = /YYYY|MM|DD|HH|mm|ss|M|D|H|S+|Z|[^A-Za-z]|./gu;
const two = (field: Field): Part => ({ field, pattern: '(\\d{2})', width: 2 });
const oneOrTwo = (field: Field): Part => ({ field, pattern: '(\\d{1,2})', width: null });
const PARTS: Readonly<Record<string, Part>> = {
  YYYY: { field: 'year', pattern: '(\\d{4})', width: 4 },
  MM: two('month'),
  M: oneOrTwo('month'),
  DD: two('day'),
  D: oneOrTwo('day'),
  HH: two('hour'),
  H: oneOrTwo('hour'),
  mm: two('minute'),
  ss: two('second'),
  S: { field: 'fraction', pattern: '(\\d{1,9})', width: null },
  Z: { field: 'offset', pattern: OFFSET, width: null },
};

/** @throws RangeError saying what is wrong with the format. */
export function timePattern(format: string): TimePattern {
  const order: Field[] = [];
  const begins: number[] = [];
  let pattern = '';
  let width: number | null = 0;
  for (const [token] of format.matchAll(TOKEN)) {
    const part = partOf(token, format);
    if (part.field !== null) {
      if (order.includes(part.field)) throw new RangeError(`the time format "${format}" has its ${part.field} twice`);
      order.push(part.field);
      begins.push(width ?? 0);
    }
    pattern += part.pattern;
    width = width === null || part.width === null ? null : width + part.width;
  }
  const missing = (['year', 'month', 'day'] as const).find((name) => !order.includes(name));
  if (missing !== undefined) throw new RangeError(`the time format "${format}" has no ${missing}`);
  const places = width === null ? null : NUMBERS.map((name) => begins[order.indexOf(name)] ?? -1);
  return { pattern: new RegExp(`^${pattern}$`, 'u'), order, places };
}

/** What is not a token stands for itself. */
function partOf(token: string, format: string): Part {
  const part = PARTS[token.startsWith('S') ? 'S' : token];
  if (part !== undefined) return part;
  if (/^[A-Za-z]$/.test(token) && token !== 'T') throw new RangeError(`"${token}" in the time format "${format}" means nothing`);
  return { field: null, pattern: token.replace(/[\\^$.*+?()[\]{}|/]/u, '\\$&'), width: token.length };
}
