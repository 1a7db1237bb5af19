import { toIso, type EpochMs } from '../../kernel/instant.js';
import { EVENT_OF_COMMAND, type ClearCommand } from '../../service-request/domain/commands.js';
import type { Common, Outcome, SuspensionCause } from '../../service-request/domain/events.js';
import type { RejectionCode } from '../../service-request/domain/rejection.js';
import type { SourceRow } from '../reading/source-case.js';
import type { CaseFacts } from './case-facts.js';
import type { DerivedCase, DerivedStep } from './derived.js';

/** Who acts when, and by which row we know. */
export interface Act {
  readonly row: SourceRow;
  readonly atMs: EpochMs;
  readonly departmentId: string;
  readonly officer: string | null;
  readonly expected?: RejectionCode | null;
}

/**
 * Collects a case's commands. A command's id says what happened when, not on which line: the same log as XES and as CSV,
 * or exported again with more rows, gives the same ids.
 */
export class StepBuilder {
  private readonly steps: DerivedStep[] = [];
  private readonly ids = new Map<string, number>();

  constructor(private readonly facts: CaseFacts) {}

  receive(act: Act): void {
    const { serviceItemCode, channel, dueMs } = this.facts;
    const due = dueMs === null ? {} : { dueAt: toIso(dueMs) };
    this.add(act, {
      type: 'ReceiveRequest',
      data: { ...this.common(act), serviceItemCode, channel, urgency: 'NORMAL', applicant: null, ...due },
    });
  }

  transfer(act: Act, toDepartmentId: string): void {
    this.add(act, { type: 'TransferRequest', data: { ...this.common(act), fromDepartmentId: act.departmentId, toDepartmentId } });
  }

  suspend(act: Act, cause: SuspensionCause): void {
    this.add(act, { type: 'SuspendRequest', data: { ...this.common(act), cause } });
  }

  resume(act: Act): void {
    this.add(act, { type: 'ResumeRequest', data: this.common(act) });
  }

  complete(act: Act, outcome: Outcome): void {
    this.add(act, { type: 'CompleteRequest', data: { ...this.common(act), outcome } });
  }

  reopen(act: Act): void {
    this.add(act, { type: 'ReopenRequest', data: this.common(act) });
  }

  build(): DerivedCase {
    const { hallId, requestId, rows } = this.facts;
    const unchangedRows = rows.length - new Set(this.steps.map((step) => step.row)).size;
    return { hallId, requestId, steps: this.steps, unchangedRows };
  }

  private common({ atMs, departmentId, officer }: Act): Common {
    const { hallId, requestId } = this.facts;
    return { hallId, requestId, occurredAt: toIso(atMs), departmentId, ...(officer === null ? {} : { officerId: officer }) };
  }

  private add(act: Act, command: ClearCommand): void {
    const event = EVENT_OF_COMMAND[command.type];
    // One receipt to a case: exported again with another time it must meet the recorded one, not stand beside it.
    const id = command.type === 'ReceiveRequest' ? event : this.unique(`${event}@${command.data.occurredAt}`);
    this.steps.push({ row: act.row, event, submitted: { source: this.facts.source, id, command }, expected: act.expected ?? null });
  }

  private unique(id: string): string {
    const count = (this.ids.get(id) ?? 0) + 1;
    this.ids.set(id, count);
    return count === 1 ? id : `${id}#${count}`;
  }
}
