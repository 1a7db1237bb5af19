import type { Facts } from '../facts.js';
import type { SqlRow } from '../duckdb-connection.js';
import { COUNTED, SOURCES, type CountedFigure, type FigureDefinition } from './figure-relations.js';
import { chargedTo, conditionsOf, inPeriod, paramsOf, usedParams, type Scope } from './scope.js';

/** Count of each figure: under null the total, else by department. A key that is absent is zero. */
export type Counts = ReadonlyMap<string | null, ReadonlyMap<CountedFigure, number>>;

/** Figures out of the same facts, charged to the same side, are counted in one scan. */
export async function countFigures(facts: Facts, scope: Scope, figures: readonly CountedFigure[]): Promise<Counts> {
  const scans = Map.groupBy(figures, (figure) => JSON.stringify([COUNTED[figure].source, COUNTED[figure].department, COUNTED[figure].officer]));
  const counts = new Map<string | null, Map<CountedFigure, number>>();
  await Promise.all([...scans.values()].map(async (together) => {
    const sql = scanOf(scope, together);
    for (const row of await facts.query<SqlRow>(sql, usedParams(sql, paramsOf(scope)))) {
      const key = row['is_total'] === 1 ? null : String(row['charged']);
      const known = counts.get(key) ?? new Map<CountedFigure, number>();
      for (const figure of together) known.set(figure, Number(row[figure]));
      counts.set(key, known);
    }
  }));
  return counts;
}

function scanOf(scope: Scope, figures: readonly CountedFigure[]): string {
  const first: FigureDefinition = COUNTED[figures[0]!];
  const columns = figures.map((figure) => `count(*) FILTER (WHERE ${COUNTED[figure].where}) AS "${figure}"`);
  return `SELECT charged, grouping(charged)::INTEGER AS is_total, ${columns.join(', ')}
    FROM (SELECT *, ${chargedTo(first)} FROM ${SOURCES[first.source]}) WHERE ${inPeriod} AND ${conditionsOf(scope)}
    GROUP BY GROUPING SETS ((charged), ())`;
}
