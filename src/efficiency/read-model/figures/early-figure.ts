import type { Facts } from '../facts.js';
import { askGrouped } from './grouped.js';
import { inPeriod, type Scope } from './scope.js';

export type LimitName = 'PROMISED' | 'STATUTORY';

/** Shares are added up as whole numbers of 1e-15: floats would add up to another last digit in another order. */
const meanShare = (name: string): string => `sum(((${name}_budget_ms - ${name}_used_ms)::DOUBLE / ${name}_budget_ms * 1e15)::HUGEINT)::DOUBLE / count(*) / 1e15`;

/** 提速率: mean of (budget - used) / budget over closures that were on time and had a budget. */
export async function earlyFigure(facts: Facts, scope: Scope, limit: LimitName, creditedTo: 'department' | 'first_department'): Promise<ReadonlyMap<string | null, number>> {
  const name = limit === 'PROMISED' ? 'promised' : 'statutory';
  const rows = await askGrouped<{ readonly share: number }>(facts, scope, {
    from: `(SELECT *, ${creditedTo} AS charged, officer AS charged_officer FROM live_closures($p))`, where: `${name} = 'ON_TIME' AND ${name}_budget_ms > 0 AND ${inPeriod}`,
    place: 'AT', aggregates: `${meanShare(name)} AS share`, having: 'count(*) > 0',
  });
  return new Map([...rows].map(([key, [row]]) => [key, row!.share]));
}
