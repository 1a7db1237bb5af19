import type { SqlRow } from '../duckdb-connection.js';
import type { Facts } from '../facts.js';
import { keyColumns, keyOfRow, multiplies, placed, type Place } from './dimensions.js';
import { conditionsOf, groupingOf, paramsOf, usedParams, type Scope } from './scope.js';

/** Rows that a figure is made of: columns `request`, `charged`, `charged_officer`, and what `place` says. */
export interface FigureRows {
  readonly from: string;
  readonly where?: string;
  readonly place: Place;
  /** Columns that are grouped by besides. */
  readonly by?: readonly string[];
  readonly aggregates: string;
  readonly having?: string;
  readonly params?: Readonly<Record<string, bigint>>;
}

/**
 * Answers of one statement, by group; under null the total, which counts no row twice, whatever groups it is in.
 */
export async function askGrouped<R extends SqlRow>(facts: Facts, scope: Scope, rows: FigureRows): Promise<ReadonlyMap<string | null, readonly R[]>> {
  const sql = groupedSql(scope, rows);
  const found = await facts.query<R & { readonly is_total: number }>(sql, usedParams(sql, { ...paramsOf(scope), ...rows.params }));
  const grouping = groupingOf(scope);
  return Map.groupBy(found, (row) => (row.is_total === 1 ? null : keyOfRow(grouping, row)));
}

function groupedSql(scope: Scope, { from, where = 'TRUE', place, by = [], aggregates, having }: FigureRows): string {
  const grouping = groupingOf(scope);
  const keys = keyColumns(grouping);
  const picked = `SELECT * FROM ${from} WHERE ${where} AND ${conditionsOf(scope)}`;
  const having_ = having === undefined ? '' : `HAVING ${having}`;
  const columns = [...by, aggregates].join(', ');
  const grouped = (names: readonly string[]): string => (names.length === 0 ? '' : `GROUP BY ${names.join(', ')}`);
  if (keys.length === 0) return `SELECT 1 AS is_total, ${columns} FROM (${picked}) ${grouped(by)} ${having_}`;
  if (!multiplies(grouping, place)) {
    return `SELECT grouping(${keys[0]})::INTEGER AS is_total, ${keys.join(', ')}, ${columns} FROM (${placed(grouping, `(${picked})`, place)})
      GROUP BY GROUPING SETS ((${[...keys, ...by].join(', ')}), (${by.join(', ')})) ${having_}`;
  }
  return `WITH picked AS MATERIALIZED (${picked})
    SELECT 0 AS is_total, ${keys.join(', ')}, ${columns} FROM (${placed(grouping, 'picked', place)}) ${grouped([...keys, ...by])} ${having_}
    UNION ALL SELECT 1, ${keys.map(() => 'NULL').join(', ')}, ${columns} FROM picked ${place === 'STANDING' && grouping.buckets.length > 0 ? 'WHERE bucket = -1' : ''} ${grouped(by)} ${having_}`;
}
