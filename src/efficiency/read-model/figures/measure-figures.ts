import type { Facts } from '../facts.js';
import type { SqlRow } from '../duckdb-connection.js';
import { MEASURED, SOURCES, type MeasuredFigure } from './figure-relations.js';
import { chargedTo, conditionsOf, inPeriod, paramsOf, usedParams, type Scope } from './scope.js';

/** Milliseconds; percentiles interpolate linearly between closest ranks. */
export interface Distribution {
  readonly n: number;
  readonly totalMs: bigint;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p95Ms: number;
  readonly maxMs: bigint;
}

interface Measured extends SqlRow {
  readonly charged: string;
  readonly is_total: number;
  readonly n: bigint;
  readonly total_ms: bigint;
  readonly percentiles: readonly number[];
  readonly max_ms: bigint;
}

export async function measureFigure(facts: Facts, scope: Scope, figure: MeasuredFigure): Promise<ReadonlyMap<string | null, Distribution>> {
  const definition = MEASURED[figure];
  const sql = `SELECT charged, grouping(charged)::INTEGER AS is_total, count(*) AS n, sum(value)::HUGEINT AS total_ms,
      quantile_cont(value, [0.5, 0.9, 0.95]) AS percentiles, max(value) AS max_ms
    FROM (SELECT *, ${definition.value} AS value, ${chargedTo(definition)} FROM ${SOURCES[definition.source]})
    WHERE ${inPeriod} AND ${conditionsOf(scope)} GROUP BY GROUPING SETS ((charged), ()) HAVING count(*) > 0`;
  const rows = await facts.query<Measured>(sql, usedParams(sql, paramsOf(scope)));
  return new Map(rows.map(({ charged, is_total, n, total_ms, percentiles, max_ms }) => [is_total === 1 ? null : charged, {
    n: Number(n), totalMs: total_ms, p50Ms: percentiles[0]!, p90Ms: percentiles[1]!, p95Ms: percentiles[2]!, maxMs: max_ms,
  }]));
}
