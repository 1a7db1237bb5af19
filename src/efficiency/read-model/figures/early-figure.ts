import type { Facts } from '../facts.js';
import { conditionsOf, inPeriod, paramsOf, usedParams, type Scope } from './scope.js';

export type LimitName = 'PROMISED' | 'STATUTORY';

/** Shares are added up as whole numbers of 1e-15: floats would add up to another last digit in another order. */
const meanShare = (name: string): string => `sum(((${name}_budget_ms - ${name}_used_ms)::DOUBLE / ${name}_budget_ms * 1e15)::HUGEINT)::DOUBLE / count(*) / 1e15`;

/** 提速率: mean of (budget - used) / budget over closures that were on time and had a budget. */
export async function earlyFigure(facts: Facts, scope: Scope, limit: LimitName, creditedTo: 'department' | 'first_department'): Promise<ReadonlyMap<string | null, number>> {
  const name = limit === 'PROMISED' ? 'promised' : 'statutory';
  const sql = `SELECT charged, grouping(charged)::INTEGER AS is_total, ${meanShare(name)} AS share
    FROM (SELECT *, ${creditedTo} AS charged, officer AS charged_officer FROM live_closures($p)) WHERE ${name} = 'ON_TIME' AND ${name}_budget_ms > 0 AND ${inPeriod} AND ${conditionsOf(scope)}
    GROUP BY GROUPING SETS ((charged), ()) HAVING count(*) > 0`;
  const rows = await facts.query<{ charged: string; is_total: number; share: number }>(sql, usedParams(sql, paramsOf(scope)));
  return new Map(rows.map(({ charged, is_total, share }) => [is_total === 1 ? null : charged, share]));
}
