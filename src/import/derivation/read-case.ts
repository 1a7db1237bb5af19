import type { Outcome, SuspensionCause } from '../../service-request/domain/events.js';
import type { ImportMapping, StateRule } from '../mapping/mapping.js';
import type { SourceCase, SourceRow } from '../reading/source-case.js';
import type { CaseFacts, FactRow } from './case-facts.js';
import { RowReader, textOf } from './read-values.js';
import type { RowProblem } from './row-problem.js';

export interface ReadCase {
  /** Null when no row of the case can be used. */
  readonly facts: CaseFacts | null;
  readonly problems: readonly RowProblem[];
}

/** Reads a case by the mapping. A row that cannot be read is left out and told; so is every row of a case whose own dates cannot be. */
export function readCase(mapping: ImportMapping, found: SourceCase): ReadCase {
  if (found.rows.length === 0 && mapping.shape !== 'case-table')
    return { facts: null, problems: [{ row: found.head, code: 'CASE_WITHOUT_ROWS', column: '' }] };
  const problems: RowProblem[] = [];
  const rows: FactRow[] = [];
  for (const row of mapping.shape === 'case-table' ? [found.head] : found.rows) {
    const reader = new RowReader(row);
    const fact = readRow(mapping, reader);
    if (reader.problem) problems.push(reader.problem);
    else rows.push(fact);
  }
  if (rows.some((row, index) => row.atMs < (rows[index - 1]?.atMs ?? row.atMs))) rows.sort((a, b) => a.atMs - b.atMs);
  const [first, ...others] = rows;
  if (first === undefined) return { facts: null, problems };
  return withCase(mapping, [first, ...others], problems);
}

function withCase(mapping: ImportMapping, rows: readonly [FactRow, ...FactRow[]], problems: RowProblem[]): ReadCase {
  const reader = new RowReader(rows[0].row);
  const facts: CaseFacts = {
    hallId: mapping.hallId,
    source: `import:${mapping.source}`,
    requestId: reader.id(mapping.caseId, 'CASE_MISSING'),
    serviceItemCode: reader.id(mapping.serviceItem, 'SERVICE_ITEM_MISSING'),
    channel: reader.optionalId(mapping.channel) ?? 'import',
    receivedMs: mapping.received === null ? rows[0].atMs : reader.time(mapping.received),
    dueMs: reader.optionalTime(mapping.due),
    closedMs: reader.optionalTime(mapping.closed),
    rows,
  };
  const { problem } = reader;
  if (problem === null) return { facts, problems };
  return { facts: null, problems: [...problems, ...rows.map(({ row }) => ({ ...problem, row }))] };
}

function readRow(mapping: ImportMapping, reader: RowReader): FactRow {
  const { row } = reader;
  const time = mapping.time ?? mapping.received;
  reader.id(mapping.caseId, 'CASE_MISSING');
  return {
    row,
    atMs: time === null ? 0 : reader.time(time),
    holder: reader.id(mapping.holder, 'HOLDER_MISSING'),
    officer: reader.optionalId(mapping.officer),
    suspended: suspensionOf(mapping, row),
    completed: mapping.completed.some((rule) => enters(rule, row)),
    outcome: outcomeOf(mapping, reader),
  };
}

function suspensionOf(mapping: ImportMapping, row: SourceRow): SuspensionCause | null {
  return mapping.suspended.find((rule) => enters(rule, row))?.cause ?? null;
}

function enters(rule: StateRule, row: SourceRow): boolean {
  const value = row.value(rule.column)?.trim();
  if (value === undefined || value === '') return false;
  return rule.values.has(value) || rule.prefixes.some((prefix) => value.startsWith(prefix));
}

function outcomeOf({ outcome }: ImportMapping, reader: RowReader): Outcome {
  if (outcome === null) return 'RESOLVED';
  const text = textOf({ ...outcome, prefix: '', otherwise: null }, reader.row);
  if (text === null) return outcome.otherwise;
  const found = outcome.outcomes.get(text);
  if (found === undefined) reader.wrong('OUTCOME_UNKNOWN', outcome.column);
  return found ?? 'RESOLVED';
}
