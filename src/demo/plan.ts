import type { EpochMs } from '../kernel/instant.js';
import type { SubmittedCommand } from '../service-request/application/record-commands.js';
import type { Verdict } from '../service-request/domain/events.js';

/** On time or not against one limit, as the plan wanted it. */
export type Timeliness = 'ON_TIME' | 'LATE' | 'NO_LIMIT';

export interface PlannedClosure {
  readonly closedMs: EpochMs;
  readonly promised: Timeliness;
  readonly statutory: Timeliness;
  readonly promisedDueMs: EpochMs | null;
  readonly statutoryDueMs: EpochMs | null;
  /** 1 to 5, or null when nobody rated it. */
  readonly rating: number | null;
  readonly reopenedMs: EpochMs | null;
}

export type StayEnd =
  | { readonly kind: 'TRANSFER' | 'REFUSAL'; readonly ruling: Verdict | null }
  | { readonly kind: 'RECALL' }
  | { readonly kind: 'CLOSURE'; readonly closure: PlannedClosure };

/** One unbroken stay with a department; after a reopening a new one begins. Milliseconds are planned, not measured. */
export interface PlannedStay {
  readonly departmentId: string;
  readonly workingMs: number;
  /** Working milliseconds until an explicit acceptance or a refusal; 0 when there was neither. */
  readonly handoverMs: number;
  /** Progress was recorded during it. */
  readonly progress: boolean;
  /** Null: still there when the story was cut off; its milliseconds then mean nothing. */
  readonly end: StayEnd | null;
}

/** What really happened to one request, known because it was planned so. */
export interface RequestTruth {
  readonly serviceItemCode: string;
  readonly route: readonly string[];
  readonly receivedMs: EpochMs;
  readonly voided: boolean;
  /** In order; the one after a transfer, refusal or recall is with the department the request went to. */
  readonly stays: readonly PlannedStay[];
}

export interface SimulatedRequest {
  readonly hallId: string;
  readonly requestId: string;
  /** In order of time; the place in this list is the revision in the request's stream. */
  readonly commands: readonly SubmittedCommand[];
  readonly truth: RequestTruth;
}
