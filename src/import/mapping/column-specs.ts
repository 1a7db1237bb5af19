import type { Outcome } from '../../service-request/domain/events.js';
import { Fields, type Problems } from './fields.js';
import type { OutcomeColumn, StateRule, TextColumn, TimeColumn } from './mapping.js';
import { timeReader } from './time-format.js';

export const OUTCOMES: readonly Outcome[] = ['GRANTED', 'DENIED', 'NOT_ACCEPTED', 'WITHDRAWN', 'RESOLVED'];

/** What a column takes over where it does not say. */
export interface Defaults {
  readonly nulls: readonly string[];
  readonly timeFormat: string;
  readonly zone: string;
}

const fieldsOf = (columns: Fields, key: string, allowed: readonly string[], problems: Problems): Fields => {
  const spec = columns.raw(key);
  return new Fields(columns.at(key), typeof spec === 'string' ? { column: spec } : spec, allowed, problems);
};
const nullsOf = (spec: Fields, defaults: Defaults): ReadonlySet<string> =>
  new Set(spec.has('nulls') ? spec.texts('nulls') : defaults.nulls);

const TEXT_KEYS = ['column', 'constant', 'otherwise', 'prefix', 'nulls'];

/** `name`, or `{ column, otherwise?, prefix?, nulls? }`, or `{ constant, prefix? }`. */
export function textColumn(columns: Fields, key: string, defaults: Defaults, problems: Problems): TextColumn {
  const spec = fieldsOf(columns, key, TEXT_KEYS, problems);
  const column = spec.text('column') ?? null;
  const constant = spec.text('constant') ?? null;
  if (columns.has(key) && (column === null) === (constant === null)) columns.wrong(key, 'needs either `column` or `constant`');
  return {
    column,
    nulls: nullsOf(spec, defaults),
    prefix: spec.text('prefix') ?? '',
    otherwise: constant ?? spec.text('otherwise') ?? null,
  };
}

export function optionalTextColumn(columns: Fields, key: string, defaults: Defaults, problems: Problems): TextColumn | null {
  return columns.has(key) ? textColumn(columns, key, defaults, problems) : null;
}

/** `{ column, values: { text in the file: outcome }, otherwise? }`. */
export function outcomeColumn(columns: Fields, defaults: Defaults, problems: Problems): OutcomeColumn | null {
  if (!columns.has('outcome')) return null;
  const spec = fieldsOf(columns, 'outcome', ['column', 'values', 'otherwise', 'nulls'], problems);
  const table = spec.raw('values');
  const names = typeof table === 'object' && table !== null ? Object.keys(table) : [];
  const values = new Fields(spec.at('values'), table ?? {}, names, problems);
  const outcomes = new Map(names.map((name) => [name, values.oneOf(name, OUTCOMES) ?? 'RESOLVED'] as const));
  const column = spec.requiredText('column');
  return { column, nulls: nullsOf(spec, defaults), outcomes, otherwise: spec.oneOf('otherwise', OUTCOMES) ?? 'RESOLVED' };
}

/** `name`, or `{ column, format?, zone?, nulls? }`. */
export function timeColumn(columns: Fields, key: string, defaults: Defaults, problems: Problems): TimeColumn | null {
  if (!columns.has(key)) return null;
  const spec = fieldsOf(columns, key, ['column', 'format', 'zone', 'nulls'], problems);
  const format = spec.text('format') ?? defaults.timeFormat;
  const zone = spec.text('zone') ?? defaults.zone;
  try {
    return { column: spec.requiredText('column'), nulls: nullsOf(spec, defaults), read: timeReader(format, zone) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    spec.wrong('format', `cannot be used: ${error.message}`);
    return null;
  }
}

/** `{ column, values?, prefixes?, … }`; without values or prefixes nothing could ever enter the state. */
export function stateRule(spec: Fields): StateRule {
  const rule = { column: spec.requiredText('column'), values: new Set(spec.texts('values')), prefixes: spec.texts('prefixes') };
  if (rule.values.size + rule.prefixes.length === 0) spec.wrong('values', 'or `prefixes` must name at least one value');
  return rule;
}
