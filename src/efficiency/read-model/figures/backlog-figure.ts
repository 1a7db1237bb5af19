import type { SqlRow } from '../duckdb-connection.js';
import type { Facts } from '../facts.js';
import { backlogInBuckets } from './backlog-in-buckets.js';
import { askGrouped } from './grouped.js';
import { calendarPoints, EVER_MS, groupingOf, type Scope } from './scope.js';

export const AGE_BANDS = ['0-1', '2-5', '6-10', '11-20', '>20'] as const;
export type AgeBand = (typeof AGE_BANDS)[number];
export type LimitState = 'GREEN' | 'YELLOW' | 'RED' | 'SUSPENDED' | 'NO_LIMIT';

export interface Backlog {
  readonly open: number;
  readonly byAge: ReadonlyMap<AgeBand, number>;
  readonly promised: ReadonlyMap<LimitState, number>;
  readonly statutory: ReadonlyMap<LimitState, number>;
}

/** State of an open request against a limit (§4); a stopped clock is SUSPENDED, a budget of nothing counts as used. */
const stateOf = (limit: 'promised' | 'statutory'): string =>
  `CASE WHEN ${limit}_budget_ms IS NULL THEN 'NO_LIMIT' WHEN ${limit}_due_ms IS NULL THEN 'SUSPENDED' WHEN judged_ms > ${limit}_due_ms THEN 'RED'
    WHEN ${limit}_budget_ms <= 0 OR (w_now - ${limit}_from_w)::DOUBLE / ${limit}_budget_ms >= warning_share THEN 'YELLOW' ELSE 'GREEN' END`;

/** Over the columns of `backlog_at`, `judged_ms` and `w_now`. */
export { stateOf as limitStateSql };

/** Open requests with the instant they are judged at, and W and D there. */
const openOnes = (scope: Scope): string => (groupingOf(scope).buckets.length > 0 ? backlogInBuckets
  : `SELECT o.*, 0 AS bucket, $now_ms AS judged_ms, v.w_now, v.d_now FROM backlog_at($p, $now_ms) o JOIN (${calendarPoints(scope)}) v ON v.calendar = o.calendar AND v.current`);

const backlogRelation = (scope: Scope): string => `(
  SELECT request, bucket, department AS charged, officer AS charged_officer, ${ageBand} AS age, ${stateOf('promised')} AS promised, ${stateOf('statutory')} AS statutory
  FROM (SELECT *, d_now - received_day AS age_days FROM (${openOnes(scope)})))`;

const ageBand = `CASE WHEN age_days <= 1 THEN '0-1' WHEN age_days <= 5 THEN '2-5' WHEN age_days <= 10 THEN '6-10' WHEN age_days <= 20 THEN '11-20' ELSE '>20' END`;

interface Row extends SqlRow {
  readonly age: AgeBand;
  readonly promised: LimitState;
  readonly statutory: LimitState;
  readonly n: bigint;
}

/** Open requests at `nowMs`, or at the end of each bucket when that is earlier; under null the total at `nowMs`. */
export async function backlogFigure(facts: Facts, scope: Scope): Promise<ReadonlyMap<string | null, Backlog>> {
  const rows = await askGrouped<Row>(facts, scope, {
    from: backlogRelation(scope), place: 'STANDING', by: ['age', 'promised', 'statutory'], aggregates: 'count(*) AS n', params: { ever: EVER_MS },
  });
  return new Map([...rows].map(([key, of]) => [key, {
    open: of.reduce((sum, { n }) => sum + Number(n), 0),
    byAge: tally(of, 'age'), promised: tally(of, 'promised'), statutory: tally(of, 'statutory'),
  }]));
}

function tally<R extends { readonly n: bigint }, K extends keyof R>(rows: readonly R[], key: K): ReadonlyMap<R[K], number> {
  const counts = new Map<R[K], number>();
  for (const row of rows) counts.set(row[key], (counts.get(row[key]) ?? 0) + Number(row.n));
  return counts;
}
