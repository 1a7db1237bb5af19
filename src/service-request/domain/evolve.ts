import { toMs } from '../../kernel/instant.js';
import { COMPLETED_FOLDS } from './completed-folds.js';
import type { ServiceRequestEvent, ServiceRequestEventData, ServiceRequestEventType } from './events.js';
import { foldWith } from './folds.js';
import { isLifecycle } from './lifecycle.js';
import { OPEN_FOLDS } from './open-folds.js';
import { heldBy, type LiveRequest, type OpenRequest, type ServiceRequestState } from './state.js';

/** The log holds what the rules never accept: it was written by something else, or damaged. */
export class ImpossibleHistory extends Error {
  override readonly name = 'ImpossibleHistory';
  constructor(
    readonly eventType: ServiceRequestEventType,
    readonly status: string,
    readonly revision: number,
  ) {
    super(`${eventType} at revision ${revision} cannot follow: the request is ${status}`);
  }
}

/**
 * Folds one recorded event.
 * @throws ImpossibleHistory when the rules would never have accepted it here.
 */
export function evolve(state: ServiceRequestState, event: ServiceRequestEvent, revision: number): ServiceRequestState {
  if (state.status === 'absent' && event.type === 'RequestReceived') return received(event.data);
  if (state.status === 'absent' || state.status === 'voided' || event.type === 'RequestReceived') {
    throw new ImpossibleHistory(event.type, state.status, revision);
  }
  const eventCount = state.eventCount + 1;
  if (event.type === 'RequestVoided') return { status: 'voided', eventCount, heldBy: heldBy(state) };
  const folded = state.status === 'open' ? foldWith(OPEN_FOLDS, state, event, revision) : foldWith(COMPLETED_FOLDS, state, event, revision);
  if (folded === null) throw new ImpossibleHistory(event.type, state.status, revision);
  return {
    ...withoutAnsweredTransfer(folded, event.data.departmentId),
    eventCount,
    lastLifecycleMs: isLifecycle(event.type) ? toMs(event.data.occurredAt) : state.lastLifecycleMs,
  };
}

/** A transfer whose receiver has acted needs no answer any more. */
function withoutAnsweredTransfer(state: LiveRequest, actor: string): LiveRequest {
  if (state.status !== 'open' || state.pending?.toDepartmentId !== actor) return state;
  return { ...state, pending: null };
}

const NONE: readonly never[] = [];

function received(data: ServiceRequestEventData['RequestReceived']): OpenRequest {
  const atMs = toMs(data.occurredAt);
  return {
    status: 'open',
    eventCount: 1,
    receivedAtMs: atMs,
    limits: { PROMISED: data.promisedLimit, STATUTORY: data.statutoryLimit },
    calendarId: data.calendarId,
    clockStart: data.clockStart,
    applicantKeyId: data.applicant?.keyId ?? null,
    acceptedAtMs: null,
    lastLifecycleMs: atMs,
    holding: { departmentId: data.departmentId, fromMs: atMs },
    pending: null,
    suspension: null,
    pastHoldings: NONE,
    pastSuspensions: NONE,
    extensions: NONE,
    closures: NONE,
    movements: NONE,
  };
}
