import type { Facts } from '../facts.js';
import { calendarPoints, conditionsOf, paramsOf, usedParams, type Scope } from './scope.js';

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
  `CASE WHEN ${limit}_budget_ms IS NULL THEN 'NO_LIMIT' WHEN ${limit}_due_ms IS NULL THEN 'SUSPENDED' WHEN $now_ms > ${limit}_due_ms THEN 'RED'
    WHEN ${limit}_budget_ms <= 0 OR (v.w_now - ${limit}_from_w)::DOUBLE / ${limit}_budget_ms >= warning_share THEN 'YELLOW' ELSE 'GREEN' END`;

const backlogRelation = (scope: Scope): string => `
  SELECT o.request, o.department, o.officer, v.d_now - o.received_day AS age_days, ${stateOf('promised')} AS promised, ${stateOf('statutory')} AS statutory
  FROM backlog_at($p, $now_ms) o JOIN (${calendarPoints(scope)}) v ON v.calendar = o.calendar AND v.current`;

const ageBand = `CASE WHEN age_days <= 1 THEN '0-1' WHEN age_days <= 5 THEN '2-5' WHEN age_days <= 10 THEN '6-10' WHEN age_days <= 20 THEN '11-20' ELSE '>20' END`;

/** Open requests at `nowMs`, by department; under null the total. */
export async function backlogFigure(facts: Facts, scope: Scope): Promise<ReadonlyMap<string | null, Backlog>> {
  const sql = `SELECT charged, grouping(charged)::INTEGER AS is_total, age, promised, statutory, count(*) AS n
    FROM (SELECT *, ${ageBand} AS age, department AS charged, officer AS charged_officer FROM (${backlogRelation(scope)})) WHERE ${conditionsOf(scope)}
    GROUP BY GROUPING SETS ((charged, age, promised, statutory), (age, promised, statutory))`;
  interface Row extends Record<string, unknown> {
    charged: string; is_total: number; age: AgeBand; promised: LimitState; statutory: LimitState; n: bigint;
  }
  const rows = await facts.query<Row>(sql, usedParams(sql, paramsOf(scope)));
  return new Map([...Map.groupBy(rows, (row) => (row.is_total === 1 ? null : row.charged))].map(([department, of]) => [department, {
    open: of.reduce((sum, { n }) => sum + Number(n), 0),
    byAge: tally(of, 'age'), promised: tally(of, 'promised'), statutory: tally(of, 'statutory'),
  }]));
}

function tally<R extends { readonly n: bigint }, K extends keyof R>(rows: readonly R[], key: K): ReadonlyMap<R[K], number> {
  const counts = new Map<R[K], number>();
  for (const row of rows) counts.set(row[key], (counts.get(row[key]) ?? 0) + Number(row.n));
  return counts;
}
