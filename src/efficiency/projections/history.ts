import type { EpochMs } from '../../kernel/instant.js';
import type { LimitKind, Outcome, Pinned, SuspensionCause, Urgency, Verdict } from '../../service-request/domain/events.js';

/** One unbroken holding; `untilMs` null while it lasts. */
export interface Stay {
  readonly departmentId: string;
  readonly fromMs: EpochMs;
  readonly untilMs: EpochMs | null;
  readonly endedBy: 'TRANSFER' | 'REFUSAL' | 'RECALL' | 'CLOSURE' | null;
  /** Number of closures before it began: the era whose calendar it is measured with. */
  readonly era: number;
}

/** One change of the holder, in log order. `stay` is the index of the stay it ended. */
export interface Hop {
  readonly revision: number;
  readonly kind: 'TRANSFER' | 'REFUSAL';
  readonly fromDepartmentId: string;
  readonly toDepartmentId: string;
  readonly atMs: EpochMs;
  readonly officerId: string | null;
  readonly reasonCode: string | null;
  readonly stay: number;
  readonly recalled: boolean;
  readonly ruling: Verdict | null;
}

export interface Suspension {
  readonly fromMs: EpochMs;
  readonly untilMs: EpochMs | null;
  readonly cause: SuspensionCause;
  readonly departmentId: string;
}

export interface Closure {
  readonly position: bigint;
  readonly atMs: EpochMs;
  readonly departmentId: string;
  readonly officerId: string | null;
  readonly outcome: Outcome;
  readonly reopenedAtMs: EpochMs | null;
  readonly reopenedBy: string | null;
}

export interface Extension {
  readonly limit: LimitKind;
  readonly atMs: EpochMs;
  readonly amount: number | null;
  readonly dueAt: string | null;
}

/** An officer named or assigned at an instant by a department. */
export interface OfficerMark {
  readonly atMs: EpochMs;
  readonly departmentId: string;
  readonly officerId: string;
  readonly assigned: boolean;
}

/** A rating, and the closure it rates: the latest one at or before it. */
export interface Rating {
  readonly revision: number;
  readonly atMs: EpochMs;
  /** Index of the closure. */
  readonly closure: number;
  readonly score: number;
  readonly dimensions: Readonly<Record<string, number>>;
}

/** A supervisor's ruling on a transfer or refusal, in log order: the last one on a hop counts. */
export interface Ruling {
  readonly revision: number;
  readonly atMs: EpochMs;
  /** Revision of the transfer or refusal. */
  readonly hopRevision: number;
  readonly verdict: Verdict;
}

/** What the figures need of one request's events, as lists of intervals; nothing is summed up here. */
export interface RequestHistory {
  /** The receipt's position: the request's key in every fact. */
  readonly request: bigint;
  readonly hallId: string;
  readonly requestId: string;
  readonly receivedAtMs: EpochMs;
  readonly firstDepartmentId: string;
  readonly firstOfficerId: string | null;
  readonly serviceItemCode: string;
  readonly channel: string;
  readonly urgency: Urgency;
  readonly pinned: Pinned;
  readonly acceptedAtMs: EpochMs | null;
  readonly stays: readonly Stay[];
  readonly hops: readonly Hop[];
  /** Index of the hop whose acceptance is pending; null once the receiver has acted. */
  readonly pendingHop: number | null;
  /** Transfers that were accepted or refused: from the transfer to the answer. */
  readonly handovers: readonly { readonly fromMs: EpochMs; readonly untilMs: EpochMs }[];
  readonly recalls: readonly { readonly revision: number; readonly atMs: EpochMs; readonly departmentId: string }[];
  readonly suspensions: readonly Suspension[];
  readonly closures: readonly Closure[];
  readonly extensions: readonly Extension[];
  readonly ratings: readonly Rating[];
  readonly rulings: readonly Ruling[];
  /** `departmentId`: the supervisor's. */
  readonly reminders: readonly { readonly atMs: EpochMs; readonly departmentId: string; readonly revision: number }[];
  readonly progress: readonly { readonly atMs: EpochMs; readonly departmentId: string; readonly officerId: string | null; readonly step: string }[];
  readonly officers: readonly OfficerMark[];
  readonly lastLifecycleMs: EpochMs;
  readonly voided: boolean;
}

export const isCompleted = (history: RequestHistory): boolean => {
  const last = history.closures.at(-1);
  return last !== undefined && last.reopenedAtMs === null;
};
