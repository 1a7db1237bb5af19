import type { Common } from './events.js';
import { refuse } from './refuse.js';
import type { Rejection } from './rejection.js';
import { holderOf, type LiveRequest } from './state.js';

/** The acting department must be the one responsible now; the receiver of a transfer is, from the transfer on. */
export function refuseUnlessHolder(state: LiveRequest, { departmentId }: Common): Rejection | null {
  return holderOf(state) === departmentId ? null : notHolder(state, departmentId);
}

export const notHolder = (state: LiveRequest, departmentId: string): Rejection =>
  refuse('NOT_HOLDER', { departmentId, holderDepartmentId: holderOf(state) });
