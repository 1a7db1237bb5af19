import { type AccessScope, coversHall } from '../../kernel/actor.js';
import { parentsAt } from './department-parents.js';
import { selfAndBelow } from './figures/department-tree.js';
import type { ReadModelService } from './read-model.service.js';

export type VisibilitySource = Pick<ReadModelService, 'query' | 'position' | 'nearlyCaughtUp'>;

/** Whatever was ever a fact of it counts, also what was recalled, corrected or voided since: who was concerned once may look. */
const CONCERNED = `
  SELECT request, department FROM receipts UNION ALL SELECT request, department FROM holdings UNION ALL SELECT request, department FROM tails
  UNION ALL SELECT request, from_department FROM transfers UNION ALL SELECT request, to_department FROM transfers
  UNION ALL SELECT request, department FROM events`;
const ASKED = 'SELECT request FROM receipts WHERE hall = $hall AND request_id = $request_id';

/**
 * Whether a request may be looked at: its hall is covered, and a department that holds it, has held it, was sent it or acted on
 * it lies in one of the trees as they stand now. A request that nobody knows answers like one that may not be seen, after the same
 * statements.
 */
export async function canSee(service: VisibilitySource, scope: AccessScope, hallId: string, requestId: string): Promise<boolean> {
  if (!coversHall(scope, hallId)) return false;
  await service.nearlyCaughtUp();
  const ids = { hall: hallId, request_id: requestId };
  if (scope.departmentTrees === 'all') return (await service.query(`SELECT 1 AS seen FROM (${ASKED}) LIMIT 1`, ids)).length > 0;
  const departments = selfAndBelow(await parentsAt(service, service.position() ?? -1n), scope.departmentTrees);
  const seen = await service.query(
    `SELECT 1 AS seen FROM (${CONCERNED}) WHERE request IN (${ASKED}) AND list_contains($departments, department) LIMIT 1`, { ...ids, departments });
  return seen.length > 0;
}
