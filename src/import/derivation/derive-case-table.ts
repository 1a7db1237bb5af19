import type { CaseFacts } from './case-facts.js';
import type { DerivedCase } from './derived.js';
import { StepBuilder } from './step-builder.js';

/** A row is a request: received, and completed where it has that date. A closure before the receipt comes before it, and is refused. */
export function deriveCaseTable(facts: CaseFacts): DerivedCase {
  const steps = new StepBuilder(facts);
  const { receivedMs, closedMs } = facts;
  const { row, holder: departmentId, officer, outcome } = facts.rows[0];
  const early = closedMs !== null && closedMs < receivedMs;
  if (early) steps.complete({ row, atMs: closedMs, departmentId, officer, expected: 'UNKNOWN_REQUEST' }, outcome);
  steps.receive({ row, atMs: receivedMs, departmentId, officer, expected: null });
  if (closedMs !== null && !early) steps.complete({ row, atMs: closedMs, departmentId, officer, expected: null }, outcome);
  return steps.build();
}
