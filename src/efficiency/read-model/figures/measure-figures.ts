import type { Facts } from '../facts.js';
import type { SqlRow } from '../duckdb-connection.js';
import { MEASURED, SOURCES, type MeasuredFigure } from './figure-relations.js';
import { askGrouped } from './grouped.js';
import { chargedTo, inPeriod, type Scope } from './scope.js';

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
  readonly n: bigint;
  readonly total_ms: bigint;
  readonly percentiles: readonly number[];
  readonly max_ms: bigint;
}

export async function measureFigure(facts: Facts, scope: Scope, figure: MeasuredFigure): Promise<ReadonlyMap<string | null, Distribution>> {
  const definition = MEASURED[figure];
  const rows = await askGrouped<Measured>(facts, scope, {
    from: `(SELECT *, ${definition.value} AS value, ${chargedTo(definition)} FROM ${SOURCES[definition.source]})`, where: inPeriod, place: 'AT',
    aggregates: 'count(*) AS n, sum(value)::HUGEINT AS total_ms, quantile_cont(value, [0.5, 0.9, 0.95]) AS percentiles, max(value) AS max_ms',
    having: 'count(*) > 0',
  });
  return new Map([...rows].map(([key, [row]]) => {
    const { n, total_ms, percentiles, max_ms } = row!;
    return [key, { n: Number(n), totalMs: total_ms, p50Ms: percentiles[0]!, p90Ms: percentiles[1]!, p95Ms: percentiles[2]!, maxMs: max_ms }];
  }));
}
