import type { DuckDbReadModel } from '../duckdb-read-model.js';
import { conditionsOf, inPeriod, paramsOf, usedParams, type Scope } from './scope.js';

export type LimitName = 'PROMISED' | 'STATUTORY';

/** 提速率: mean of (budget - used) / budget over closures that were on time and had a budget. */
export async function earlyFigure(model: DuckDbReadModel, scope: Scope, limit: LimitName): Promise<ReadonlyMap<string | null, number>> {
  const name = limit === 'PROMISED' ? 'promised' : 'statutory';
  const sql = `SELECT department, grouping(department)::INTEGER AS total, avg((${name}_budget_ms - ${name}_used_ms)::DOUBLE / ${name}_budget_ms) AS share
    FROM live_closures($p) WHERE ${name} = 'ON_TIME' AND ${name}_budget_ms > 0 AND ${inPeriod} AND ${conditionsOf(scope)}
    GROUP BY GROUPING SETS ((department), ()) HAVING count(*) > 0`;
  const rows = await model.query<{ department: string; total: number; share: number }>(sql, usedParams(sql, paramsOf(scope)));
  return new Map(rows.map(({ department, total, share }) => [total === 1 ? null : department, share]));
}
