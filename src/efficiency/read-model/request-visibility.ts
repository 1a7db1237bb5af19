import { type AccessScope, coversHall } from '../../kernel/actor.js';
import type { ReadModelService } from './read-model.service.js';
import { inSight, sightOf, sightParams } from './sight.js';

export type VisibilitySource = Pick<ReadModelService, 'query' | 'names' | 'nearlyCaughtUp'>;

/**
 * Whether a request may be looked at: its hall is covered, and a department that holds it, has held it, was sent it or acted on
 * it lies in one of the trees as they stand now. A request that nobody knows answers like one that may not be seen, after the same
 * statement.
 */
export async function canSee(service: VisibilitySource, scope: AccessScope, hallId: string, requestId: string): Promise<boolean> {
  if (!coversHall(scope, hallId)) return false;
  await service.nearlyCaughtUp();
  return isInSight(service, scope, hallId, requestId);
}

/** The same of what is in the facts already. */
export async function isInSight(service: Pick<VisibilitySource, 'query' | 'names'>, scope: AccessScope, hallId: string, requestId: string): Promise<boolean> {
  if (!coversHall(scope, hallId)) return false;
  const sight = { halls: null, departments: sightOf(scope, service.names.parents)?.departments ?? null };
  const sql = `SELECT 1 AS seen FROM receipts WHERE hall = $hall AND request_id = $request_id AND ${inSight(sight)} LIMIT 1`;
  return (await service.query(sql, { hall: hallId, request_id: requestId, ...sightParams(sight) })).length > 0;
}
