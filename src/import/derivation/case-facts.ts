import type { EpochMs } from '../../kernel/instant.js';
import type { Outcome, SuspensionCause } from '../../service-request/domain/events.js';
import type { SourceRow } from '../reading/source-case.js';

/** What one row says, in the product's words. */
export interface FactRow {
  readonly row: SourceRow;
  readonly caseId: string;
  readonly atMs: EpochMs;
  readonly holder: string;
  readonly officer: string | null;
  /** The state entered: suspended for this cause, or not. */
  readonly suspended: SuspensionCause | null;
  readonly completed: boolean;
  readonly outcome: Outcome;
}

/** One case, its rows by time (equal times in file order); never without a row. */
export interface CaseFacts {
  readonly hallId: string;
  readonly source: string;
  readonly requestId: string;
  readonly serviceItemCode: string;
  readonly channel: string;
  readonly receivedMs: EpochMs;
  readonly dueMs: EpochMs | null;
  readonly closedMs: EpochMs | null;
  readonly rows: readonly [FactRow, ...FactRow[]];
}
