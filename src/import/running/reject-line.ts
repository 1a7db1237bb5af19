import { textsOf, type RowProblem } from '../derivation/row-problem.js';
import { describeRefusal } from './import-refusal.js';
import type { StepOutcome } from './send-case.js';

/** One line of the rejects file: what was not recorded, why, and the row as the file has it. */
export interface Reject {
  readonly line: number;
  readonly caseId: string | null;
  /** The event that was derived from the row; null when the row could not be read. */
  readonly event: string | null;
  readonly occurredAt: string | null;
  readonly what: string;
  readonly code: string;
  readonly reason: string;
  readonly reasonZh: string;
  /** In the file: only what the import reads; see read-columns-only. */
  readonly row: Readonly<Record<string, string>>;
}

export function rejectOfProblem(problem: RowProblem, caseId: string | null): Reject {
  const { en, zh } = textsOf(problem);
  const { row, code } = problem;
  return {
    line: row.line,
    caseId,
    event: null,
    occurredAt: null,
    what: 'unreadable row',
    code,
    reason: en,
    reasonZh: zh,
    row: row.original(),
  };
}

export function rejectsOfOutcomes(caseId: string, outcomes: readonly StepOutcome[]): readonly Reject[] {
  return outcomes.flatMap(({ step: { row, event, submitted }, refusal }) => {
    if (refusal === null) return [];
    const { code, reason } = refusal;
    const { occurredAt } = submitted.command.data;
    return [
      {
        line: row.line,
        caseId,
        event,
        occurredAt,
        what: describeRefusal(event, code),
        code,
        reason: reason.en,
        reasonZh: reason.zh,
        row: row.original(),
      },
    ];
  });
}
