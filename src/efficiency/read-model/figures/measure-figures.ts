import type { DuckDbReadModel } from '../duckdb-read-model.js';
import { MEASURED, type MeasuredFigure } from './figure-relations.js';
import { conditionsOf, inPeriod, paramsOf, usedParams, type Scope } from './scope.js';

/** Milliseconds; percentiles interpolate linearly between closest ranks. */
export interface Distribution {
  readonly n: number;
  readonly totalMs: bigint;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p95Ms: number;
  readonly maxMs: bigint;
}

export async function measureFigure(model: DuckDbReadModel, scope: Scope, figure: MeasuredFigure): Promise<ReadonlyMap<string | null, Distribution>> {
  const sql = `SELECT department, grouping(department)::INTEGER AS total, count(*) AS n, sum(value)::HUGEINT AS total_ms,
      quantile_cont(value, 0.5) AS p50, quantile_cont(value, 0.9) AS p90, quantile_cont(value, 0.95) AS p95, max(value) AS max_ms
    FROM (${MEASURED[figure]}) WHERE ${inPeriod} AND ${conditionsOf(scope)} GROUP BY GROUPING SETS ((department), ()) HAVING count(*) > 0`;
  interface Measured extends Record<string, unknown> {
    department: string; total: number; n: bigint; total_ms: bigint; p50: number; p90: number; p95: number; max_ms: bigint;
  }
  const rows = await model.query<Measured>(sql, usedParams(sql, paramsOf(scope)));
  return new Map(rows.map((row) => [row.total === 1 ? null : row.department, {
    n: Number(row.n), totalMs: row.total_ms, p50Ms: row.p50, p90Ms: row.p90, p95Ms: row.p95, maxMs: row.max_ms,
  }]));
}
