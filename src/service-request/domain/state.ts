import type { EpochMs, IsoInstant } from '../../kernel/instant.js';
import type { Limit } from '../../working-time/limit.js';
import type { LimitKind, SuspensionCause } from './events.js';

/** One unbroken stay with one department that has ended. */
export interface PastHolding {
  readonly departmentId: string;
  readonly fromMs: EpochMs;
  readonly untilMs: EpochMs;
}

/** A transfer the receiver has neither answered nor acted on. `revision` is the transfer's. */
export interface PendingTransfer {
  readonly fromDepartmentId: string;
  readonly toDepartmentId: string;
  readonly revision: number;
}

export interface RunningSuspension {
  readonly cause: SuspensionCause;
  readonly fromMs: EpochMs;
}
export interface EndedSuspension extends RunningSuspension {
  readonly untilMs: EpochMs;
}

export interface Closure {
  readonly atMs: EpochMs;
  readonly reopenedAtMs: EpochMs | null;
  readonly rated: boolean;
}

export type Extension = { readonly limit: LimitKind; readonly atMs: EpochMs } & (
  { readonly amount: number } | { readonly dueAt: IsoInstant }
);

/** What open and completed requests share; every list is in log order. */
interface Received {
  /** Events folded so far: the next event's revision. */
  readonly eventCount: number;
  readonly receivedAtMs: EpochMs;
  readonly limits: Readonly<Record<LimitKind, Limit | null>>;
  readonly calendarId: string;
  readonly clockStart: 'RECEIPT' | 'ACCEPTANCE';
  /** Key under which the receipt's applicant is sealed; null when the receipt names none. */
  readonly applicantKeyId: string | null;
  readonly acceptedAtMs: EpochMs | null;
  readonly lastLifecycleMs: EpochMs;
  readonly pastHoldings: readonly PastHolding[];
  readonly pastSuspensions: readonly EndedSuspension[];
  readonly extensions: readonly Extension[];
  readonly closures: readonly Closure[];
  /** Revisions of the transfers and refusals: what a supervisor may rule on. */
  readonly movements: readonly number[];
}

export interface OpenRequest extends Received {
  readonly status: 'open';
  readonly holding: { readonly departmentId: string; readonly fromMs: EpochMs };
  readonly pending: PendingTransfer | null;
  readonly suspension: RunningSuspension | null;
}

export interface CompletedRequest extends Received {
  readonly status: 'completed';
  /** The department that held it at the closure; holds it again when reopened. */
  readonly holder: string;
}

/** Whose it was is still asked: to others it must look like one that never was. */
export interface VoidedRequest {
  readonly status: 'voided';
  readonly eventCount: number;
  readonly heldBy: readonly string[];
}

export type LiveRequest = OpenRequest | CompletedRequest;
export type ServiceRequestState = { readonly status: 'absent' } | LiveRequest | VoidedRequest;

export const initialState: ServiceRequestState = { status: 'absent' };

/** One more, at the end. Most lists hold one: put after nothing by a spread, it would take the room of seventeen. */
export const plus = <Item>(list: readonly Item[], item: Item): readonly Item[] => (list.length === 0 ? [item] : [...list, item]);

export const holderOf = (state: LiveRequest): string => (state.status === 'open' ? state.holding.departmentId : state.holder);

/** Every department that holds it or has held it, each once; who was sent it holds it from then on. */
export function heldBy(state: LiveRequest): readonly string[] {
  return [...new Set([...state.pastHoldings.map(({ departmentId }) => departmentId), holderOf(state)])];
}
