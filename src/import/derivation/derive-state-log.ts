import type { SuspensionCause } from '../../service-request/domain/events.js';
import type { CaseFacts, FactRow } from './case-facts.js';
import type { DerivedCase } from './derived.js';
import { StepBuilder, type Act } from './step-builder.js';

interface SoFar {
  holder: string;
  officer: string | null;
  waiting: SuspensionCause | null;
  completed: boolean;
}

/**
 * A row is a state entered. Against the state so far, in this order: leaving a suspension resumes, leaving completion
 * reopens, another holder is a transfer, entering completion completes (resuming first), entering a suspension suspends.
 * What the decider will refuse because the request is completed leaves the state as it is.
 */
export function deriveStateLog(facts: CaseFacts): DerivedCase {
  const [first] = facts.rows;
  const steps = new StepBuilder(facts);
  const soFar: SoFar = { holder: first.holder, officer: first.officer, waiting: null, completed: false };
  steps.receive(actOf(first, soFar));
  for (const row of facts.rows) enter(row, soFar, steps);
  return steps.build();
}

function enter(row: FactRow, soFar: SoFar, steps: StepBuilder): void {
  if (soFar.waiting !== null && soFar.waiting !== row.suspended) resume(row, soFar, steps);
  if (soFar.completed && !row.completed) {
    steps.reopen(actOf(row, soFar));
    soFar.completed = false;
  }
  if (row.holder !== soFar.holder) transfer(row, soFar, steps);
  else soFar.officer = row.officer;
  if (row.completed && !soFar.completed) {
    if (soFar.waiting !== null) resume(row, soFar, steps);
    steps.complete(actOf(row, soFar), row.outcome);
    soFar.completed = true;
  }
  if (row.suspended !== null && soFar.waiting === null) suspend(row, row.suspended, soFar, steps);
}

function resume(row: FactRow, soFar: SoFar, steps: StepBuilder): void {
  steps.resume(actOf(row, soFar));
  soFar.waiting = null;
}

function transfer(row: FactRow, soFar: SoFar, steps: StepBuilder): void {
  steps.transfer(actOf(row, soFar, soFar.completed), row.holder);
  if (soFar.completed) return;
  soFar.holder = row.holder;
  soFar.officer = row.officer;
}

function suspend(row: FactRow, cause: SuspensionCause, soFar: SoFar, steps: StepBuilder): void {
  steps.suspend(actOf(row, soFar, soFar.completed), cause);
  if (!soFar.completed) soFar.waiting = cause;
}

/** The holder acts. The row's officer belongs to the row's holder: what the one before did is by the officer it had last. */
function actOf(row: FactRow, soFar: SoFar, refused = false): Act {
  const officer = row.holder === soFar.holder ? row.officer : soFar.officer;
  return { row: row.row, atMs: row.atMs, departmentId: soFar.holder, officer, expected: refused ? 'NOT_OPEN' : null };
}
