import type { DuckDbReadModel } from '../duckdb-read-model.js';
import { COUNTED, type CountedFigure } from './figure-relations.js';
import { conditionsOf, inPeriod, paramsOf, usedParams, type Scope } from './scope.js';

/** Count of each figure: under null the total, else by department. A key that is absent is zero. */
export type Counts = ReadonlyMap<string | null, ReadonlyMap<CountedFigure, number>>;

export async function countFigures(model: DuckDbReadModel, scope: Scope, figures: readonly CountedFigure[]): Promise<Counts> {
  const relations = figures.map((figure) => `SELECT '${figure}' AS figure, request, department, officer, at_ms FROM (${COUNTED[figure]})`);
  const sql = `SELECT figure, department, grouping(department)::INTEGER AS total, count(*) AS n
    FROM (${relations.join(' UNION ALL ')}) WHERE ${inPeriod} AND ${conditionsOf(scope)}
    GROUP BY GROUPING SETS ((figure, department), (figure))`;
  const rows = await model.query<{ figure: CountedFigure; department: string; total: number; n: bigint }>(sql, usedParams(sql, paramsOf(scope)));
  const counts = new Map<string | null, Map<CountedFigure, number>>();
  for (const { figure, department, total, n } of rows) {
    const key = total === 1 ? null : department;
    const of = counts.get(key) ?? new Map<CountedFigure, number>();
    counts.set(key, of.set(figure, Number(n)));
  }
  return counts;
}
