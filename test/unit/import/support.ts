import { CaseReader, type ReadCase } from '../../../src/import/derivation/read-case.js';
import { parseMapping } from '../../../src/import/mapping/parse-mapping.js';
import type { ImportMapping } from '../../../src/import/mapping/mapping.js';
import type { CaseBatches, SourceCase, SourceRow } from '../../../src/import/reading/source-case.js';
import type { DerivedCase } from '../../../src/import/derivation/derived.js';

export async function* chunks<T>(...items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) yield item;
}

export async function all<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const found: T[] = [];
  for await (const batch of batches) found.push(...batch);
  return found;
}

/** Mapping of a state log with the columns `case`, `time`, `team`, `state` and what `changes` says. */
export function mappingWith(changes: Readonly<Record<string, unknown>> = {}): ImportMapping {
  const document = {
    source: 'log',
    hall: 'hall',
    shape: 'state-log',
    nulls: ['-', 'EMPTY'],
    calendar: 'always-open',
    columns: { case: 'case', time: 'time', holder: 'team', officer: 'officer', serviceItem: { constant: 'item' } },
    states: { suspended: [{ column: 'state', prefixes: ['Wait'] }], completed: [{ column: 'state', values: ['Completed'] }] },
    ...changes,
  };
  const { mapping, problems } = parseMapping(document);
  if (mapping === null) throw new Error(problems.join('\n'));
  return mapping;
}

export const ACTIVITY = mappingWith({
  shape: 'activity-log',
  states: undefined,
  columns: {
    case: 'case',
    time: 'time',
    holder: 'team',
    serviceItem: { constant: 'item' },
    received: 'start',
    due: 'deadline',
    closed: 'end',
  },
});

export const TABLE = mappingWith({
  shape: 'case-table',
  states: undefined,
  time: { zone: 'America/New_York', format: 'YYYY-MM-DD HH:mm:ss' },
  columns: { case: 'case', holder: 'team', serviceItem: 'type', channel: 'source', received: 'opened', due: 'target', closed: 'closed' },
});

export function rowOf(line: number, values: Readonly<Record<string, string>>): SourceRow {
  return { line, value: (column) => values[column], original: () => values, wellFormed: true };
}

/** A case of rows `[time, team, state?]`, on lines 2, 3, …; `extra` stands on every row. */
export function caseOf(
  rows: readonly (readonly [time: string, team: string, state?: string])[],
  extra: Readonly<Record<string, string>> = {},
): SourceCase {
  const made = rows.map(([time, team, state = 'Accepted'], index) => rowOf(index + 2, { case: 'c1', time, team, state, ...extra }));
  return { head: made[0] ?? rowOf(1, {}), rows: made };
}

export async function* batchOf(...cases: readonly SourceCase[]): CaseBatches {
  yield cases;
}

/** `Event at HH:MM by department (officer) > receiver`, with what the decider is expected to say. */
export function stepsOf({ steps }: DerivedCase): readonly string[] {
  return steps.map(({ event, expected, submitted: { command } }) => {
    const { occurredAt, departmentId, officerId } = command.data;
    const to = command.type === 'TransferRequest' ? ` > ${command.data.toDepartmentId}` : '';
    const officer = officerId === undefined ? '' : ` (${officerId})`;
    return `${event} ${occurredAt.slice(11, 16)} ${departmentId}${officer}${to}${expected === null ? '' : ` ! ${expected}`}`;
  });
}

export const readCase = (mapping: ImportMapping, found: SourceCase): ReadCase => new CaseReader(mapping).read(found);
