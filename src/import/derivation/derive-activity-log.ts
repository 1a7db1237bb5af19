import type { EpochMs } from '../../kernel/instant.js';
import type { CaseFacts, FactRow } from './case-facts.js';
import type { DerivedCase } from './derived.js';
import { handoversOf } from './handovers.js';
import { StepBuilder } from './step-builder.js';

type Moment =
  | { readonly kind: 'receipt'; readonly atMs: EpochMs }
  | { readonly kind: 'handover'; readonly atMs: EpochMs; readonly from: FactRow; readonly to: FactRow }
  | { readonly kind: 'closure'; readonly atMs: EpochMs };

interface SoFar {
  status: 'absent' | 'open' | 'completed';
  holder: string;
}

/**
 * A row is a task ended, so the time before it was its holder's; a transfer is at the last row of the earlier holder.
 * Receipt and closure may be dates of the case. All in time order; at one instant receipt, transfer, closure.
 * A handover to the one that holds it anyway (an earlier one was refused) says nothing while the request is open.
 */
export function deriveActivityLog(facts: CaseFacts): DerivedCase {
  const steps = new StepBuilder(facts);
  const soFar: SoFar = { status: 'absent', holder: facts.rows[0].holder };
  for (const moment of momentsOf(facts)) derive(moment, facts, soFar, steps);
  return steps.build();
}

function momentsOf(facts: CaseFacts): readonly Moment[] {
  const closure: Moment[] = facts.closedMs === null ? [] : [{ kind: 'closure', atMs: facts.closedMs }];
  const handovers = handoversOf(facts.rows).map(([from, to]): Moment => ({ kind: 'handover', atMs: from.atMs, from, to }));
  // The sort is stable: this is the order at equal instants.
  return [{ kind: 'receipt' as const, atMs: facts.receivedMs }, ...handovers, ...closure].sort((a, b) => a.atMs - b.atMs);
}

function derive(moment: Moment, facts: CaseFacts, soFar: SoFar, steps: StepBuilder): void {
  if (moment.kind === 'handover') return handOver(moment.from, moment.to, soFar, steps);
  const { atMs } = moment;
  const [first] = facts.rows;
  if (moment.kind === 'receipt') {
    steps.receive({ row: first.row, atMs, departmentId: soFar.holder, officer: first.officer });
    soFar.status = 'open';
    return;
  }
  const last = facts.rows.at(-1) ?? first;
  const expected = soFar.status === 'absent' ? 'UNKNOWN_REQUEST' : null;
  steps.complete(
    { row: last.row, atMs, departmentId: soFar.holder, officer: officerAt(facts, soFar.holder, atMs), expected },
    last.outcome,
  );
  if (soFar.status === 'open') soFar.status = 'completed';
}

function handOver(from: FactRow, to: FactRow, soFar: SoFar, steps: StepBuilder): void {
  const act = { row: from.row, atMs: from.atMs, officer: from.officer };
  if (soFar.status === 'absent') steps.transfer({ ...act, departmentId: from.holder, expected: 'UNKNOWN_REQUEST' }, to.holder);
  else if (soFar.status === 'completed') steps.transfer({ ...act, departmentId: from.holder, expected: 'NOT_OPEN' }, to.holder);
  else if (to.holder !== soFar.holder) {
    steps.transfer({ ...act, departmentId: soFar.holder, officer: from.holder === soFar.holder ? from.officer : null }, to.holder);
    soFar.holder = to.holder;
  }
}

/** Who last worked on it there. */
function officerAt({ rows }: CaseFacts, holder: string, atMs: EpochMs): string | null {
  return rows.findLast((row) => row.holder === holder && row.atMs <= atMs)?.officer ?? null;
}
