import { guardFormula } from '../../../kernel/formula-guard.js';

/** Text is guarded against being run by a spreadsheet; numbers and instants are not text. */
export type CsvValue = string | number | bigint | boolean | null | undefined | { readonly plain: string };

const QUOTED = /[",\r\n]/;

function fieldOf(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return quoted(guardFormula(value));
  return typeof value === 'object' ? quoted(value.plain) : String(value);
}

const quoted = (text: string): string => (QUOTED.test(text) || text === '' ? `"${text.replaceAll('"', '""')}"` : text);

/** One record as RFC 4180 has it, its line break included. */
export const csvLine = (values: readonly CsvValue[]): string => `${values.map(fieldOf).join(',')}\r\n`;
