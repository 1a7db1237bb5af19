import type { CaseFacts } from '../derivation/case-facts.js';
import { derive } from '../derivation/derive.js';
import type { DerivedCase } from '../derivation/derived.js';
import { textOf } from '../derivation/id-column.js';
import { rawCaseOf, type RawCase } from '../derivation/raw-figures.js';
import { CaseReader } from '../derivation/read-case.js';
import type { RowProblem } from '../derivation/row-problem.js';
import type { ImportMapping } from '../mapping/mapping.js';
import type { CaseBatches, SourceCase } from '../reading/source-case.js';
import { rejectOfProblem, type Reject } from '../running/reject-line.js';

/** What a case of the file comes to. */
export interface Interpreted {
  /** Null for an event log, and when none of its rows could be used. */
  readonly facts: CaseFacts | null;
  readonly found: DerivedCase | null;
  readonly problems: readonly RowProblem[];
  /** Rows the file has of it. */
  readonly rows: number;
  /** False where an earlier pass over the file has met the case. */
  readonly begins: boolean;
}
/** Null: nothing of the case is of this pass. */
export type Interpret = (source: SourceCase) => Interpreted | null;

/** One case of the file, read and derived: all that recording it needs. */
export interface ReadyCase {
  readonly rows: number;
  readonly begins: boolean;
  /** Of rows that could not be read; they wait for their case, so that the rejects file keeps the order. */
  readonly unreadable: readonly Reject[];
  readonly raw: RawCase | null;
  readonly found: DerivedCase | null;
}
export type ReadyBatches = AsyncIterable<readonly ReadyCase[]>;

const NONE: readonly never[] = [];

export function interpretStates(mapping: ImportMapping): Interpret {
  const reader = new CaseReader(mapping);
  return (source) => {
    const { facts, problems } = reader.read(source);
    return { facts, problems, found: facts && derive(mapping.shape, facts), rows: source.rows.length, begins: true };
  };
}

export async function* readyBatches(mapping: ImportMapping, interpret: Interpret, batches: CaseBatches): ReadyBatches {
  const rejectOf = (problem: RowProblem): Reject => rejectOfProblem(problem, textOf(mapping.caseId, problem.row));
  for await (const batch of batches) {
    const ready: ReadyCase[] = [];
    for (const source of batch) {
      const interpreted = interpret(source);
      if (interpreted === null) continue;
      const { facts, found, problems, rows, begins } = interpreted;
      ready.push({ rows, begins, unreadable: problems.length === 0 ? NONE : problems.map(rejectOf), raw: facts && rawCaseOf(facts), found });
    }
    yield ready;
  }
}
