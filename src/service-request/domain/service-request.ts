import type { Decider } from '../../kernel/decider.js';
import type { ServiceRequestCommand } from './commands.js';
import { decide, type DecidedEvent } from './decide.js';
import type { ServiceRequestEvent } from './events.js';
import { evolve } from './evolve.js';
import type { Rejection } from './rejection.js';
import type { DecisionContext } from './rule.js';
import { initialState, type ServiceRequestState } from './state.js';

type Rules = Decider<ServiceRequestState, ServiceRequestCommand, DecidedEvent, Rejection, DecisionContext>;

/** `evolve` folds recorded events; a ruling names a revision of the stream, so the fold is told each event's own. */
export interface ServiceRequestDecider extends Omit<Rules, 'evolve'> {
  evolve(state: ServiceRequestState, event: ServiceRequestEvent, revision: number): ServiceRequestState;
}

/** The life of one service request. */
export const serviceRequest: ServiceRequestDecider = { initialState, decide, evolve };

export type { DecidedEvent, ServiceRequestDecision } from './decide.js';
export type { DecisionContext } from './rule.js';
export type { ServiceRequestState } from './state.js';
