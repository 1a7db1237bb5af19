import { toMs, type EpochMs } from '../../kernel/instant.js';
import { ANNOTATION_FOLDS, type Folds } from './folds.js';
import type { CompletedRequest, OpenRequest } from './state.js';

/** What can happen to a completed request. */
export const COMPLETED_FOLDS: Folds<CompletedRequest> = {
  ...ANNOTATION_FOLDS,
  RequestReopened: (state, data) => reopened(state, toMs(data.occurredAt)),
};

/** The department that closed it holds it again, in a new holding. */
function reopened(completed: CompletedRequest, atMs: EpochMs): OpenRequest {
  const { holder, ...rest } = completed;
  return {
    ...rest,
    status: 'open',
    holding: { departmentId: holder, fromMs: atMs },
    pending: null,
    suspension: null,
    closures: rest.closures.map((closure) => (closure.reopenedAtMs === null ? { ...closure, reopenedAtMs: atMs } : closure)),
  };
}
