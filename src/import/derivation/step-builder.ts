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
  /** How often each id came; made for the second one, for most cases have but one. */
  private counts: Map<string, number> | null = null;
  private firstId: string | null = null;

  constructor(private readonly facts: CaseFacts) {}

  receive(act: Act): void {
    const { hallId, requestId, serviceItemCode, channel, dueMs } = this.facts;
    const { departmentId, officer } = act;
    const occurredAt = toIso(act.atMs);
    const said = dueMs === null
      ? { applicant: null, channel, departmentId, hallId, occurredAt, requestId, serviceItemCode, urgency: 'NORMAL' as const }
      : { applicant: null, channel, departmentId, dueAt: toIso(dueMs), hallId, occurredAt, requestId, serviceItemCode, urgency: 'NORMAL' as const };
    this.add(act, { type: 'ReceiveRequest', data: by(officer, said) });
  }

  transfer(act: Act, toDepartmentId: string): void {
    const { hallId, requestId } = this.facts;
    const { atMs, departmentId, officer } = act;
    const said = { departmentId, fromDepartmentId: departmentId, hallId, occurredAt: toIso(atMs), requestId, toDepartmentId };
    this.add(act, { type: 'TransferRequest', data: by(officer, said) });
  }

  suspend(act: Act, cause: SuspensionCause): void {
    const { hallId, requestId } = this.facts;
    const { atMs, departmentId, officer } = act;
    this.add(act, { type: 'SuspendRequest', data: by(officer, { cause, departmentId, hallId, occurredAt: toIso(atMs), requestId }) });
  }

  resume(act: Act): void {
    this.add(act, { type: 'ResumeRequest', data: this.common(act) });
  }

  complete(act: Act, outcome: Outcome): void {
    const { hallId, requestId } = this.facts;
    const { atMs, departmentId, officer } = act;
    this.add(act, { type: 'CompleteRequest', data: by(officer, { departmentId, hallId, occurredAt: toIso(atMs), outcome, requestId }) });
  }

  reopen(act: Act): void {
    this.add(act, { type: 'ReopenRequest', data: this.common(act) });
  }

  build(): DerivedCase {
    const { hallId, requestId, rows } = this.facts;
    const { steps } = this;
    const changing = steps.length > 1 && rows.length > 1 ? new Set(steps.map(({ row }) => row)).size : Math.min(steps.length, 1);
    return { hallId, requestId, steps, unchangedRows: rows.length - changing };
  }

  private common({ atMs, departmentId, officer }: Act): Common {
    const { hallId, requestId } = this.facts;
    return by(officer, { departmentId, hallId, occurredAt: toIso(atMs), requestId });
  }

  private add({ row, expected }: Act, command: ClearCommand): void {
    const event = EVENT_OF_COMMAND[command.type];
    // One receipt to a case: exported again with another time it must meet the recorded one, not stand beside it.
    const id = command.type === 'ReceiveRequest' ? event : this.unique(`${event}@${command.data.occurredAt}`);
    this.steps.push({ row, event, submitted: { source: this.facts.source, id, command }, expected: expected ?? null });
  }

  private unique(id: string): string {
    if (this.firstId === null) {
      this.firstId = id;
      return id;
    }
    this.counts ??= new Map([[this.firstId, 1]]);
    const count = (this.counts.get(id) ?? 0) + 1;
    this.counts.set(id, count);
    return count === 1 ? id : `${id}#${count}`;
  }
}

/** The data's keys stand in the order of the stored form, which spares putting them there; who may be absent comes last. */
const by = <T extends Common>(officer: string | null, data: T): T => (officer === null ? data : { ...data, officerId: officer });
