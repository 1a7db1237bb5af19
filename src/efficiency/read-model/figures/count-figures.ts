import type { Facts } from '../facts.js';
import type { SqlRow } from '../duckdb-connection.js';
import { COUNTED, SOURCES, type CountedFigure, type FigureDefinition } from './figure-relations.js';
import { askGrouped } from './grouped.js';
import { chargedTo, inPeriod, type Scope } from './scope.js';

/** Count of each figure: under null the total, else by group; by department that is its id. A key that is absent is zero. */
export type Counts = ReadonlyMap<string | null, ReadonlyMap<CountedFigure, number>>;

/** Figures out of the same facts, charged to the same side, are counted in one scan: they have this in common. */
export const scanOf = (figure: CountedFigure): string => JSON.stringify([COUNTED[figure].source, COUNTED[figure].department, COUNTED[figure].officer]);

export async function countFigures(facts: Facts, scope: Scope, figures: readonly CountedFigure[]): Promise<Counts> {
  const scans = Map.groupBy(figures, scanOf);
  const counts = new Map<string | null, Map<CountedFigure, number>>();
  await Promise.all([...scans.values()].map(async (together) => {
    for (const [key, [row]] of await scan(facts, scope, together)) {
      const known = counts.get(key) ?? new Map<CountedFigure, number>();
      for (const figure of together) known.set(figure, Number(row![figure]));
      counts.set(key, known);
    }
  }));
  return counts;
}

function scan(facts: Facts, scope: Scope, figures: readonly CountedFigure[]): Promise<ReadonlyMap<string | null, readonly SqlRow[]>> {
  const first: FigureDefinition = COUNTED[figures[0]!];
  return askGrouped<SqlRow>(facts, scope, {
    from: `(SELECT *, ${chargedTo(first)} FROM ${SOURCES[first.source]})`, where: inPeriod, place: first.source === 'due' ? 'AT_OR_ALWAYS' : 'AT',
    aggregates: figures.map((figure) => `count(*) FILTER (WHERE ${COUNTED[figure].where}) AS "${figure}"`).join(', '),
  });
}
