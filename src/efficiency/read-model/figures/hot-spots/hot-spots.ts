import type { SqlRow } from '../../duckdb-connection.js';
import type { Facts } from '../../facts.js';
import { askGrouped } from '../grouped.js';
import type { Scope } from '../scope.js';
import { spotsOf, type SpotState } from './spots.js';

/** What tells two spots of one group apart. */
export interface SpotPlace {
  readonly state: SpotState | null;
  readonly routeStep: number | null;
  readonly progressStep: string | null;
}
export interface HotSpot extends SpotPlace {
  readonly requests: number;
  readonly oldestSinceMs: number;
  readonly totalWaitedMs: bigint;
  readonly medianWaitedMs: number;
  readonly maxWaitedMs: bigint;
  readonly overThreshold: number;
}
/** Steps are the place on the route and the last recorded progress together. */
export type SpotColumn = 'STEP' | 'STATE';
const COLUMNS: Readonly<Record<SpotColumn, readonly string[]>> = { STEP: ['route_step', 'progress_step'], STATE: ['state'] };

interface Row extends SqlRow {
  readonly state?: SpotState;
  readonly route_step?: number | null;
  readonly progress_step?: string | null;
  readonly requests: bigint;
  readonly since_ms: bigint;
  readonly total_ms: bigint;
  readonly median_ms: number;
  readonly max_ms: bigint;
  readonly over: bigint;
}

/** By group; under null all groups together. A place that is not asked for is null. */
export async function hotSpots(facts: Facts, scope: Scope, columns: readonly SpotColumn[], thresholdMs: number): Promise<ReadonlyMap<string | null, readonly HotSpot[]>> {
  const rows = await askGrouped<Row>(facts, scope, {
    from: spotsOf(scope), place: 'AT', by: columns.flatMap((column) => COLUMNS[column]), params: { threshold_ms: BigInt(thresholdMs) },
    aggregates: `count(*) AS requests, min(since_ms) AS since_ms, sum(waited_ms)::HUGEINT AS total_ms, quantile_cont(waited_ms, 0.5) AS median_ms,
      max(waited_ms) AS max_ms, count(*) FILTER (WHERE waited_ms > $threshold_ms) AS over`,
    having: 'count(*) > 0',
  });
  return new Map([...rows].map(([key, of]) => [key, of.map(spotOf)]));
}

const spotOf = (row: Row): HotSpot => ({
  state: row.state ?? null, routeStep: row.route_step ?? null, progressStep: row.progress_step ?? null, requests: Number(row.requests),
  oldestSinceMs: Number(row.since_ms), totalWaitedMs: row.total_ms, medianWaitedMs: row.median_ms, maxWaitedMs: row.max_ms, overThreshold: Number(row.over),
});
