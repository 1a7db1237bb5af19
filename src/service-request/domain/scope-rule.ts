import { type Actor, coversDepartment, coversHall, isEverywhere } from '../../kernel/actor.js';
import type { CommandType } from './commands.js';
import type { Common } from './events.js';
import { refuse } from './refuse.js';
import type { Rejection } from './rejection.js';
import { heldBy, type ServiceRequestState } from './state.js';

/** A department and those above it, up to the root, as the reference data stands now; of an unknown one just itself. */
export type PathOf = (departmentId: string) => readonly string[];
type Sender = Pick<Actor, 'role' | 'scope' | 'terminalId'>;
type Acting = Pick<Common, 'hallId' | 'departmentId' | 'terminalId'>;

/** Whom `refuseOutOfScope` never refuses. */
export const isUnbounded = ({ scope, terminalId }: Sender): boolean => terminalId === undefined && isEverywhere(scope);

/**
 * Whether the sender may send this at all. Taken before anything of the request is looked at, so that what is there and
 * what is not answer alike, and as fast.
 */
export function refuseOutOfScope({ hallId, departmentId, terminalId }: Acting, { scope, terminalId: own }: Sender, pathOf: PathOf): Rejection | null {
  if (!coversHall(scope, hallId) || !coversDepartment(scope, departmentId, pathOf)) return refuse('NOT_IN_YOUR_SCOPE', { hallId, departmentId });
  if (own !== undefined && terminalId !== undefined && terminalId !== own) return refuse('OTHER_TERMINAL', { terminalId, ownTerminalId: own });
  return null;
}

/**
 * Supervisors and administrators of some departments act on what one of these holds or has held; anything else answers as if
 * it had never been received. Counters of a hall work on each other's requests: for them the rules of the request decide.
 */
export function refuseUnseen(type: CommandType, requestId: string, state: ServiceRequestState, { role, scope }: Sender, pathOf: PathOf): Rejection | null {
  if (role === 'terminal' || scope.departmentTrees === 'all' || type === 'ReceiveRequest' || state.status === 'absent') return null;
  const departments = state.status === 'voided' ? state.heldBy : heldBy(state);
  if (departments.some((departmentId) => coversDepartment(scope, departmentId, pathOf))) return null;
  return refuse('UNKNOWN_REQUEST', { requestId });
}
