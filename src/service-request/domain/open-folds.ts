import { toMs, type EpochMs } from '../../kernel/instant.js';
import { ANNOTATION_FOLDS, type Folds } from './folds.js';
import type { CompletedRequest, OpenRequest } from './state.js';

/** What can happen to an open request. */
export const OPEN_FOLDS: Folds<OpenRequest> = {
  ...ANNOTATION_FOLDS,
  RequestAccepted: (state, data) => ({ ...state, acceptedAtMs: toMs(data.occurredAt) }),
  RequestTransferred: (state, { occurredAt, fromDepartmentId, toDepartmentId }, revision) => ({
    ...movedTo(state, toDepartmentId, toMs(occurredAt)),
    pending: { fromDepartmentId, toDepartmentId, revision },
    movements: [...state.movements, revision],
  }),
  TransferAccepted: (state) => state.pending && { ...state, pending: null },
  TransferRefused: (state, data, revision) =>
    state.pending && {
      ...movedTo(state, state.pending.fromDepartmentId, toMs(data.occurredAt)),
      movements: [...state.movements, revision],
    },
  TransferRecalled: (state, data) => state.pending && movedTo(state, state.pending.fromDepartmentId, toMs(data.occurredAt)),
  RequestSuspended: (state, data) => ({ ...state, suspension: { cause: data.cause, fromMs: toMs(data.occurredAt) } }),
  RequestResumed: (state, data) => state.suspension && withSuspensionEnded(state, toMs(data.occurredAt)),
  RequestCompleted: (state, data) => completed(state, toMs(data.occurredAt)),
};

function movedTo(state: OpenRequest, departmentId: string, atMs: EpochMs): OpenRequest {
  return {
    ...state,
    holding: { departmentId, fromMs: atMs },
    pastHoldings: [...state.pastHoldings, { ...state.holding, untilMs: atMs }],
    pending: null,
  };
}

function withSuspensionEnded(state: OpenRequest, atMs: EpochMs): OpenRequest {
  if (state.suspension === null) return state;
  return { ...state, suspension: null, pastSuspensions: [...state.pastSuspensions, { ...state.suspension, untilMs: atMs }] };
}

/** A closure ends the holding, and a suspension that still ran (withdrawn while suspended). */
function completed(open: OpenRequest, atMs: EpochMs): CompletedRequest {
  const { holding, pending: _answered, suspension: _ended, ...rest } = withSuspensionEnded(open, atMs);
  return {
    ...rest,
    status: 'completed',
    holder: holding.departmentId,
    pastHoldings: [...rest.pastHoldings, { ...holding, untilMs: atMs }],
    closures: [...rest.closures, { atMs, reopenedAtMs: null, rated: false }],
  };
}
