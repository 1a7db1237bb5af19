import type { Common } from './events.js';
import { refuseUnlessHolder } from './holder-rule.js';
import { refuse } from './refuse.js';
import type { Rejection } from './rejection.js';
import type { Asked, Rules } from './rule.js';
import type { OpenRequest } from './state.js';

/** Who may pass a request on, and who may answer or take back a pending transfer. */
export const TRANSFER_RULES: Rules<'TransferRequest' | 'AcceptTransfer' | 'RefuseTransfer' | 'RecallTransfer'> = {
  TransferRequest: { needs: 'open', check: refuseTransfer },
  AcceptTransfer: { needs: 'open', check: refuseUnlessReceiver },
  RefuseTransfer: { needs: 'open', check: refuseUnlessReceiver },
  RecallTransfer: { needs: 'open', check: refuseUnlessSender },
};

function refuseTransfer(state: OpenRequest, { data, reference }: Asked<'TransferRequest'>): Rejection | null {
  const { departmentId, fromDepartmentId, toDepartmentId } = data;
  if (fromDepartmentId !== departmentId) return refuse('SENDER_MISMATCH', { departmentId, fromDepartmentId });
  const notHeld = refuseUnlessHolder(state, data);
  if (notHeld !== null) return notHeld;
  if (toDepartmentId === departmentId) return refuse('SAME_DEPARTMENT', { departmentId });
  return reference.hasDepartment(toDepartmentId) ? null : refuse('UNKNOWN_DEPARTMENT', { departmentId: toDepartmentId });
}

function refuseUnlessReceiver(state: OpenRequest, { data }: { readonly data: Common }): Rejection | null {
  const { departmentId, requestId } = data;
  // Whoever holds it cannot be waiting for a transfer; for anybody else it may still be on its way.
  if (state.pending === null) return refuse('NO_PENDING_TRANSFER', { requestId }, state.holding.departmentId !== departmentId);
  const { toDepartmentId } = state.pending;
  return toDepartmentId === departmentId ? null : refuse('NOT_RECEIVER', { departmentId, toDepartmentId });
}

function refuseUnlessSender(state: OpenRequest, { data }: Asked<'RecallTransfer'>): Rejection | null {
  const { departmentId, requestId } = data;
  if (state.pending === null) return refuse('NO_PENDING_TRANSFER', { requestId });
  const { fromDepartmentId } = state.pending;
  return fromDepartmentId === departmentId ? null : refuse('NOT_SENDER', { departmentId, fromDepartmentId });
}
