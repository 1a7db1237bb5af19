import type { AccessScope } from '../../kernel/actor.js';
import type { SqlParams } from './duckdb-connection.js';
import { selfAndBelow, type Parents } from './figures/department-tree.js';
import type { FigureFilter } from './figures/figure-filter.js';

/** What a scope covers, its trees spelled out; null: all of them. */
export interface Sight {
  readonly halls: readonly string[] | null;
  readonly departments: readonly string[] | null;
}

/** @param parents as they stand now, whatever the position of the question. @returns null where everything is covered. */
export function sightOf({ halls, departmentTrees }: AccessScope, parents: Parents): Sight | null {
  if (halls === 'all' && departmentTrees === 'all') return null;
  return { halls: halls === 'all' ? null : halls, departments: departmentTrees === 'all' ? null : selfAndBelow(parents, departmentTrees) };
}

/** One more "and" over what was asked; that may be anything, a negation too, and gets nothing more by it. */
export function withinSight(asked: FigureFilter, sight: Sight | null): FigureFilter {
  if (sight === null) return asked;
  const { halls, departments } = sight;
  return { and: [asked, { ...(halls && { hallIds: halls }), ...(departments && { departmentIds: departments }) }] };
}

/** Whatever was ever a fact of it counts, also what was recalled, corrected or voided since: who was concerned once may look. */
const CONCERNED = `
  SELECT request, department FROM receipts UNION ALL SELECT request, department FROM holdings UNION ALL SELECT request, department FROM tails
  UNION ALL SELECT request, from_department FROM transfers UNION ALL SELECT request, to_department FROM transfers
  UNION ALL SELECT request, department FROM events`;

/**
 * Condition on a column `request`: its hall is covered, and a department that holds it, has held it, was sent it or acted on it is. By
 * what is known now, at whatever position is asked. Takes the parameters of `sightParams`.
 */
export function inSight(sight: Sight | undefined): string {
  const ofHalls = sight?.halls ? ['request IN (SELECT request FROM receipts WHERE list_contains($sight_halls, hall))'] : [];
  const ofDepartments = sight?.departments ? [`request IN (SELECT request FROM (${CONCERNED}) WHERE list_contains($sight_departments, department))`] : [];
  return [...ofHalls, ...ofDepartments].join(' AND ') || 'TRUE';
}

export const sightParams = (sight: Sight | undefined): SqlParams => ({
  ...(sight?.halls && { sight_halls: sight.halls }), ...(sight?.departments && { sight_departments: sight.departments }),
});
