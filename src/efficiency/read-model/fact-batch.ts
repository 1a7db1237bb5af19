import type { DuckDBValue } from '@duckdb/node-api';
import { FACT_COLUMNS, FACT_KINDS, type ColumnType, type FactKind } from '../projections/facts.js';
import type { FactAppended, FactRetracted } from '../projections/project.js';
import type { ParkedCode } from './poison.js';
import { tableOf } from './schema.js';

export interface EventRow {
  readonly position: bigint;
  readonly request: bigint;
  readonly revision: number;
  readonly type: string;
  readonly department: string;
  readonly atMs: number;
  readonly recordedAtMs: number;
  readonly officer: string | null;
  /** Of an assignment: who was assigned. */
  readonly assignedOfficer: string | null;
  readonly terminal: string | null;
  readonly principal: string | null;
  /** Of a receipt: the id of the applicant's key, which is their pseudonym. */
  readonly applicantKey: string | null;
}
export interface ReferenceRow {
  readonly position: bigint;
  readonly type: string;
  readonly data: string;
  readonly recordedAtMs: number;
}

/** An event that is in no figure yet; `behind` is the position of the event at fault, null when it is this one. */
export interface ParkedRow {
  readonly position: bigint;
  readonly stream: string;
  /** Null when a changed calendar is at fault. */
  readonly revision: number | null;
  readonly type: string;
  readonly code: ParkedCode;
  readonly reason: string;
  readonly behind: bigint | null;
  readonly recordedAtMs: number | null;
}

/** What one commit writes; `checkpoint` is the position of the last event it covers. */
export interface FactBatch {
  readonly appended: readonly FactAppended[];
  readonly retracted: readonly FactRetracted[];
  readonly events: readonly EventRow[];
  readonly reference: readonly ReferenceRow[];
  /** Streams whose parked rows go first. */
  readonly unparked: readonly string[];
  readonly parked: readonly ParkedRow[];
  readonly checkpoint: bigint;
}

export interface TableColumns {
  readonly table: string;
  readonly columns: readonly (readonly DuckDBValue[])[];
}

/** The batch by table and column, as the appender takes it. */
export function columnsOf(batch: FactBatch): readonly TableColumns[] {
  const byKind = Map.groupBy(batch.appended, ({ kind }) => kind);
  const facts = FACT_KINDS.flatMap((kind) => {
    const rows = byKind.get(kind);
    return rows === undefined ? [] : [{ table: tableOf(kind), columns: factColumns(kind, rows) }];
  });
  return [...facts, retractionColumns(batch.retracted), eventColumns(batch.events), referenceColumns(batch.reference), parkedColumns(batch.parked)];
}

function factColumns(kind: FactKind, rows: readonly FactAppended[]): TableColumns['columns'] {
  const own = Object.entries(FACT_COLUMNS[kind] as Record<string, ColumnType>).map(([name, type]) =>
    rows.map(({ row }) => sqlValue(type, row[name] ?? null)));
  return [rows.map(({ position }) => position), rows.map(({ request }) => request), rows.map(({ key }) => key), ...own];
}

const sqlValue = (type: ColumnType, value: string | number | boolean | null): DuckDBValue =>
  (type === 'BIGINT' && typeof value === 'number' ? BigInt(value) : value);

const retractionColumns = (rows: readonly FactRetracted[]): TableColumns => ({
  table: 'retractions',
  columns: [
    rows.map(({ kind }) => kind), rows.map(({ position }) => position), rows.map(({ request }) => request), rows.map(({ key }) => key),
    rows.map(({ factPosition }) => factPosition),
  ],
});

const eventColumns = (rows: readonly EventRow[]): TableColumns => ({
  table: 'events',
  columns: [
    rows.map(({ position }) => position), rows.map(({ request }) => request), rows.map(({ revision }) => revision),
    rows.map(({ type }) => type), rows.map(({ department }) => department), rows.map(({ atMs }) => BigInt(atMs)),
    rows.map(({ recordedAtMs }) => BigInt(recordedAtMs)), rows.map(({ officer }) => officer), rows.map(({ assignedOfficer }) => assignedOfficer),
    rows.map(({ terminal }) => terminal), rows.map(({ principal }) => principal), rows.map(({ applicantKey }) => applicantKey),
  ],
});

const referenceColumns = (rows: readonly ReferenceRow[]): TableColumns => ({
  table: 'reference_events',
  columns: [rows.map(({ position }) => position), rows.map(({ type }) => type), rows.map(({ data }) => data),
    rows.map(({ recordedAtMs }) => BigInt(recordedAtMs))],
});

const parkedColumns = (rows: readonly ParkedRow[]): TableColumns => ({
  table: 'parked',
  columns: [
    rows.map(({ position }) => position), rows.map(({ stream }) => stream), rows.map(({ revision }) => revision), rows.map(({ type }) => type),
    rows.map(({ code }) => code), rows.map(({ reason }) => reason), rows.map(({ behind }) => behind),
    rows.map(({ recordedAtMs }) => (recordedAtMs === null ? null : BigInt(recordedAtMs))),
  ],
});
