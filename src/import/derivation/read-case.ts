import type { Outcome, SuspensionCause } from '../../service-request/domain/events.js';
import type { ImportMapping, StateRule, TextColumn } from '../mapping/mapping.js';
import type { SourceCase, SourceRow } from '../reading/source-case.js';
import type { CaseFacts, FactRow } from './case-facts.js';
import { IdColumn, textOf } from './id-column.js';
import { RowReader } from './read-values.js';
import type { RowProblem } from './row-problem.js';

export interface ReadCase {
  /** Null when no row of the case can be used. */
  readonly facts: CaseFacts | null;
  readonly problems: readonly RowProblem[];
}

/** Reads cases by the mapping. A row that cannot be read is left out and told; so is every row of a case whose own dates cannot be. */
export class CaseReader {
  private readonly source: string;
  private readonly caseId: IdColumn;
  private readonly holder: IdColumn;
  private readonly officer: IdColumn | null;
  private readonly serviceItem: IdColumn;
  private readonly channel: IdColumn;
  private readonly outcome: TextColumn | null;

  constructor(private readonly mapping: ImportMapping) {
    const { officer, outcome } = mapping;
    this.source = `import:${mapping.source}`;
    this.caseId = new IdColumn(mapping.caseId, false);
    this.holder = new IdColumn(mapping.holder, true);
    this.officer = officer && new IdColumn(officer, true);
    this.serviceItem = new IdColumn(mapping.serviceItem, true);
    this.channel = new IdColumn(mapping.channel, true);
    this.outcome = outcome && { column: outcome.column, nulls: outcome.nulls, prefix: '', otherwise: null };
  }

  read({ head, rows }: SourceCase): ReadCase {
    if (this.mapping.shape === 'case-table') return this.readAlone(head);
    if (rows.length === 0) return { facts: null, problems: [{ row: head, code: 'CASE_WITHOUT_ROWS', column: '' }] };
    const problems: RowProblem[] = [];
    const facts: FactRow[] = [];
    for (const row of rows) {
      const reader = new RowReader(row);
      const fact = this.readRow(reader);
      if (reader.problem) problems.push(reader.problem);
      else facts.push(fact);
    }
    if (facts.some((row, index) => row.atMs < (facts[index - 1]?.atMs ?? row.atMs))) facts.sort((a, b) => a.atMs - b.atMs);
    const [first, ...others] = facts;
    return first === undefined ? { facts: null, problems } : this.withCase([first, ...others], problems);
  }

  /** The row is the case. */
  private readAlone(row: SourceRow): ReadCase {
    const reader = new RowReader(row);
    const fact = this.readRow(reader);
    return reader.problem === null ? this.withCase([fact], []) : { facts: null, problems: [reader.problem] };
  }

  private withCase(rows: readonly [FactRow, ...FactRow[]], problems: readonly RowProblem[]): ReadCase {
    const { mapping } = this;
    const [{ row, caseId, atMs }] = rows;
    const reader = new RowReader(row);
    const facts: CaseFacts = {
      hallId: mapping.hallId,
      source: this.source,
      requestId: caseId,
      serviceItemCode: reader.id(this.serviceItem, 'SERVICE_ITEM_MISSING'),
      channel: reader.optionalId(this.channel) ?? 'import',
      // Without a time of its own the row's is that of the receipt.
      receivedMs: mapping.received === null || mapping.time === null ? atMs : reader.time(mapping.received),
      dueMs: reader.optionalTime(mapping.due),
      closedMs: reader.optionalTime(mapping.closed),
      rows,
    };
    const { problem } = reader;
    if (problem === null) return { facts, problems };
    return { facts: null, problems: [...problems, ...rows.map((one) => ({ ...problem, row: one.row }))] };
  }

  private readRow(reader: RowReader): FactRow {
    const { mapping } = this;
    const { row } = reader;
    const time = mapping.time ?? mapping.received;
    return {
      row,
      caseId: reader.id(this.caseId, 'CASE_MISSING'),
      atMs: time === null ? 0 : reader.time(time),
      holder: reader.id(this.holder, 'HOLDER_MISSING'),
      officer: reader.optionalId(this.officer),
      suspended: suspensionOf(mapping, row),
      completed: mapping.completed.some((rule) => enters(rule, row)),
      outcome: this.outcomeOf(reader),
    };
  }

  private outcomeOf(reader: RowReader): Outcome {
    const { outcome } = this.mapping;
    if (outcome === null || this.outcome === null) return 'RESOLVED';
    const text = textOf(this.outcome, reader.row);
    if (text === null) return outcome.otherwise;
    const found = outcome.outcomes.get(text);
    if (found === undefined) reader.wrong('OUTCOME_UNKNOWN', outcome.column);
    return found ?? 'RESOLVED';
  }
}

function suspensionOf(mapping: ImportMapping, row: SourceRow): SuspensionCause | null {
  return mapping.suspended.find((rule) => enters(rule, row))?.cause ?? null;
}

function enters(rule: StateRule, row: SourceRow): boolean {
  const value = row.value(rule.column)?.trim();
  if (value === undefined || value === '') return false;
  return rule.values.has(value) || rule.prefixes.some((prefix) => value.startsWith(prefix));
}
