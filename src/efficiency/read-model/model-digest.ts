import { createHash } from 'node:crypto';
import type { Position } from '../../event-store/event-store.port.js';
import type { Facts } from './facts.js';
import { READ_MODEL_VERSION } from './schema.js';

/** What a read model says of the log up to `position`: equal contents have an equal digest, however they got there. */
export interface ModelDigest {
  readonly position: Position | null;
  /** SHA-256, hex. */
  readonly digest: string;
  /** One line a table: its columns, the number of its rows, the sum of their hashes. Tells where two models differ. */
  readonly tables: readonly string[];
}

/** How far a model has come, not what it says. */
const BOOKKEEPING = ['model', 'side_effects'];

interface Column extends Record<string, unknown> {
  readonly table_name: string;
  readonly column_name: string;
  readonly data_type: string;
}

/**
 * Covers every row of every table of the file that an event up to `position` wrote, retracted ones included: they are what
 * was known earlier. A row counts by the 128-bit MD5 of its cells, each with its length before it, so that no two rows read
 * the same; the hashes are added up, so that neither the order of rows nor a row that is there twice goes unseen. One
 * statement, so one state of the file.
 */
export async function digestOfModel(facts: Facts, position: Position | null): Promise<ModelDigest> {
  const columns = await facts.query<Column>(
    `SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal AND table_name IN (SELECT table_name FROM duckdb_tables())
     ORDER BY table_name, column_name`);
  const byTable = [...Map.groupBy(columns, (column) => column.table_name)].filter(([table]) => !BOOKKEEPING.includes(table));
  const statement = byTable.map(([table, own]) => sumOf(table, own)).join(' UNION ALL ');
  const sums = await facts.query<{ name: string; sum: string }>(statement, { p: position ?? -1n });
  const bySum = new Map(sums.map(({ name, sum }) => [name, sum]));
  const tables = byTable.map(([table, own]) => `${table}(${own.map((one) => `${one.column_name} ${one.data_type}`).join(', ')}) ${bySum.get(table)}`);
  const text = [`read model ${READ_MODEL_VERSION} at ${position ?? 'nothing'}`, ...tables].join('\n');
  return { position, digest: createHash('sha256').update(text).digest('hex'), tables };
}

function sumOf(table: string, columns: readonly Column[]): string {
  const cells = columns.map(({ column_name: name }) => `coalesce(length("${name}"::VARCHAR) || ':' || "${name}"::VARCHAR, '-')`);
  return `SELECT '${table}' AS name, count(*) || ':' || coalesce(sum(md5_number_upper(cells)), 0) || ':' || coalesce(sum(md5_number_lower(cells)), 0) AS sum
    FROM (SELECT concat(${cells.join(', ')}) AS cells FROM "${table}" WHERE position <= $p)`;
}

/** The tables that two digests of the same position differ in, by name. */
export function differingTables(one: ModelDigest, other: ModelDigest): readonly string[] {
  const lines = new Set(other.tables);
  const differing = [...one.tables.filter((line) => !lines.has(line)), ...other.tables.filter((line) => !one.tables.includes(line))];
  return [...new Set(differing.map((line) => line.slice(0, line.indexOf('('))))];
}
