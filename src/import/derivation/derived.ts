import type { SubmittedCommand } from '../../service-request/application/record-commands.js';
import type { ServiceRequestEventType } from '../../service-request/domain/events.js';
import type { RejectionCode } from '../../service-request/domain/rejection.js';
import type { SourceRow } from '../reading/source-case.js';

/** One command, the row it comes from, and what the derivation thinks the decider will say: null is yes. */
export interface DerivedStep {
  readonly row: SourceRow;
  readonly event: ServiceRequestEventType;
  readonly submitted: SubmittedCommand;
  readonly expected: RejectionCode | null;
}

export interface DerivedCase {
  readonly hallId: string;
  readonly requestId: string;
  /** Of the case's first command, where that is not among the steps. */
  readonly source?: string;
  /** The log has later reference data already: what it does not hold of the case would be measured by these. */
  readonly overtaken?: boolean;
  /** In the order in which they are to be recorded. */
  readonly steps: readonly DerivedStep[];
  /** Rows no command comes from. */
  readonly unchangedRows: number;
}
