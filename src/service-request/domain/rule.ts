import { toIso, type EpochMs } from '../../kernel/instant.js';
import type { ReferenceView } from '../../reference-data/domain/reference-view.js';
import type { CommandType, ServiceRequestCommand } from './commands.js';
import type { Role } from '../../kernel/actor.js';
import { refuse } from './refuse.js';
import type { Rejection } from './rejection.js';
import type { CompletedRequest, LiveRequest, OpenRequest } from './state.js';

/** What the rules know besides the history. */
export interface DecisionContext {
  readonly nowMs: EpochMs;
  readonly role: Role;
  readonly reference: ReferenceView;
}

export type DataOf<T extends CommandType> = Extract<ServiceRequestCommand, { type: T }>['data'];

/** One command's question to the rules. `claimedMs` is what the sender's clock said. */
export interface Asked<T extends CommandType> {
  readonly data: DataOf<T>;
  readonly claimedMs: EpochMs;
  readonly reference: ReferenceView;
}

type Check<State, T extends CommandType> = (state: State, asked: Asked<T>) => Rejection | null;

/** `needs` is the status the request must have now; rules that need only the receipt look at an instant themselves. */
export type Rule<T extends CommandType> =
  | { readonly needs: 'open'; readonly check: Check<OpenRequest, T> }
  | { readonly needs: 'completed'; readonly check: Check<CompletedRequest, T> }
  | { readonly needs: 'received'; readonly check: Check<LiveRequest, T> };
export type Rules<T extends CommandType> = { readonly [K in T]: Rule<K> };

/** Nothing more to ask. */
export const allowed = (): null => null;

export function refuseStatus<T extends CommandType>({ needs }: Rule<T>, state: LiveRequest, requestId: string): Rejection | null {
  if (needs === 'received' || needs === state.status) return null;
  if (needs === 'completed') return refuse('NOT_COMPLETED', { requestId });
  return refuse('NOT_OPEN', { requestId, completedAt: toIso(state.closures.at(-1)?.atMs ?? state.lastLifecycleMs) });
}

/** Once the status is the one the rule needs. */
export function refuseByRule<T extends CommandType>(rule: Rule<T>, state: LiveRequest, asked: Asked<T>): Rejection | null {
  if (rule.needs === 'received') return rule.check(state, asked);
  if (rule.needs === 'open') return state.status === 'open' ? rule.check(state, asked) : null;
  return state.status === 'completed' ? rule.check(state, asked) : null;
}
