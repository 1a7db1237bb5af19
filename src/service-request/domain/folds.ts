import { toMs } from '../../kernel/instant.js';
import type { ServiceRequestEvent, ServiceRequestEventData, ServiceRequestEventType } from './events.js';
import { closureRatedAt } from './history.js';
import { type Extension, type LiveRequest, plus } from './state.js';

/** What one event makes of a request; null when it cannot have happened to it. */
type Fold<State, Data> = (state: State, data: Data, revision: number) => LiveRequest | null;
/** The events that can happen to requests of one status. */
export type Folds<State> = { readonly [T in ServiceRequestEventType]?: Fold<State, ServiceRequestEventData[T]> };

export function foldWith<State>(folds: Folds<State>, state: State, event: ServiceRequestEvent, revision: number): LiveRequest | null {
  // The table pairs each type with its own data, which the compiler cannot follow through a lookup.
  const fold = folds[event.type] as Fold<State, ServiceRequestEvent['data']> | undefined;
  return fold === undefined ? null : fold(state, event.data, revision);
}

const unchanged = (state: LiveRequest): LiveRequest => state;

/** Annotations leave behind, in open and completed requests alike, only what later rules ask for. */
export const ANNOTATION_FOLDS: Folds<LiveRequest> = {
  OfficerAssigned: unchanged,
  ProgressRecorded: unchanged,
  ReminderIssued: unchanged,
  TransferRuled: unchanged,
  LimitExtended: (state, data) => ({ ...state, extensions: plus(state.extensions, extensionOf(data)) }),
  RequestRated: (state, data) => {
    const rated = closureRatedAt(state.closures, toMs(data.occurredAt));
    return { ...state, closures: state.closures.map((closure, i) => (i === rated ? { ...closure, rated: true } : closure)) };
  },
};

function extensionOf(data: ServiceRequestEventData['LimitExtended']): Extension {
  const granted = { limit: data.limit, atMs: toMs(data.occurredAt) };
  return data.dueAt === undefined ? { ...granted, amount: data.amount ?? 0 } : { ...granted, dueAt: data.dueAt };
}
