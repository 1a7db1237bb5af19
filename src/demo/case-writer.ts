import type { EpochMs } from '../kernel/instant.js';
import type { LimitKind, Outcome, SuspensionCause, Verdict } from '../service-request/domain/events.js';
import type { WorkingCalendar } from '../working-time/working-calendar.js';
import type { CaseClock } from './case-clock.js';
import type { CommandLog, DataOf } from './command-log.js';
import { HALL_OFFICE } from './departments.js';
import type { PlannedClosure, PlannedStay, RequestTruth, StayEnd, Timeliness } from './plan.js';
import { COMMENTS, EXTENDED, LEGAL_BASES, MISTAKEN, RULED_BUCK_PASSING, RULED_JUSTIFIED, VOIDED } from './texts.js';

type Draft = { -readonly [K in keyof PlannedStay]: PlannedStay[K] };

/** Plays one request forward: every step writes the command and the planned truth of it side by side. */
export class CaseWriter {
  readonly stays: Draft[] = [];
  voided = false;

  constructor(
    readonly log: CommandLog,
    readonly clock: CaseClock,
    readonly time: WorkingCalendar,
    public nowMs: EpochMs,
  ) {}

  get stay(): Draft {
    return this.stays.at(-1)!;
  }
  get holder(): string {
    return this.stay.departmentId;
  }
  get closure(): PlannedClosure | null {
    const end = this.stay.end;
    return end?.kind === 'CLOSURE' ? end.closure : null;
  }

  /** Lets working time pass; it is charged to the stay unless the clock stands. Gives the instant reached. */
  work(ms: number): EpochMs {
    this.nowMs = this.time.earliestInstantWith(this.time.workingMsUpTo(this.nowMs) + ms);
    if (!this.clock.stopped) this.stay.workingMs += ms;
    return this.nowMs;
  }

  /** Wall-clock time passes; only for a clock that stands, or outside working time. */
  waitUntil(atMs: EpochMs): EpochMs {
    this.nowMs = Math.max(this.nowMs, atMs);
    return this.nowMs;
  }

  receive(departmentId: string, data: DataOf<'ReceiveRequest'>): void {
    this.log.put('ReceiveRequest', departmentId, this.nowMs, data);
    this.arrive(departmentId);
  }
  accept(): void {
    this.clock.acceptedMs = this.nowMs;
    this.log.put('AcceptRequest', this.holder, this.nowMs, {});
  }
  transfer(toDepartmentId: string, reasonCode: string, note: string): void {
    const fromDepartmentId = this.holder;
    this.log.put('TransferRequest', fromDepartmentId, this.nowMs, { fromDepartmentId, toDepartmentId, reasonCode, note });
    this.leave({ kind: 'TRANSFER', ruling: null }, toDepartmentId);
  }
  acceptTransfer(): void {
    this.log.put('AcceptTransfer', this.holder, this.nowMs, {});
    this.stay.handoverMs = this.stay.workingMs;
  }
  refuse(reasonCode: string, note: string): void {
    this.log.put('RefuseTransfer', this.holder, this.nowMs, { reasonCode, note });
    this.stay.handoverMs = this.stay.workingMs;
    this.leave({ kind: 'REFUSAL', ruling: null }, this.sender());
  }
  recall(): void {
    this.log.put('RecallTransfer', this.sender(), this.nowMs, { note: MISTAKEN });
    this.leave({ kind: 'RECALL' }, this.sender());
  }
  /** To the one acting, or to a colleague, who acts from then on. */
  assign(toColleague: boolean): void {
    const actingId = this.log.officerOf(this.holder);
    if (toColleague) this.log.reassign(this.holder);
    const assignedOfficerId = this.log.officerOf(this.holder);
    this.log.put('AssignOfficer', this.holder, this.nowMs, { assignedOfficerId }, actingId);
  }
  progress(step: string, note: string): void {
    this.log.put('RecordProgress', this.holder, this.nowMs, { step, note });
    this.stay.progress = true;
  }
  suspend(cause: SuspensionCause): void {
    this.log.put('SuspendRequest', this.holder, this.nowMs, { cause, legalBasis: LEGAL_BASES[cause] });
    this.clock.stop(cause, this.nowMs);
  }
  resume(): void {
    this.log.put('ResumeRequest', this.holder, this.nowMs, {});
    this.clock.goOn(this.nowMs);
  }
  extend(limit: LimitKind, amount: number): void {
    const by = this.clock.extend(limit, amount, this.nowMs);
    this.log.put('ExtendLimit', this.holder, this.nowMs, { limit, ...by, approver: this.log.officerOf(HALL_OFFICE), reason: EXTENDED });
  }

  complete(outcome: Outcome): void {
    this.log.put('CompleteRequest', this.holder, this.nowMs, { outcome });
    this.clock.goOn(this.nowMs);
    const [promisedDueMs, statutoryDueMs] = [this.clock.dueMs('PROMISED'), this.clock.dueMs('STATUTORY')];
    this.stay.end = { kind: 'CLOSURE', closure: {
      closedMs: this.nowMs, promisedDueMs, statutoryDueMs, rating: null, reopenedMs: null,
      promised: this.timeliness(promisedDueMs), statutory: this.timeliness(statutoryDueMs),
    } };
    this.clock.stop('CLOSED', this.nowMs);
  }
  reopen(reasonCode: string): void {
    this.log.put('ReopenRequest', this.holder, this.nowMs, { reasonCode });
    this.clock.goOn(this.nowMs);
    this.amendClosure(this.stays.length - 1, { reopenedMs: this.nowMs });
    this.arrive(this.holder);
  }
  /** Rates the latest closure, which may have been reopened since. */
  rate(score: 1 | 2 | 3 | 4 | 5): void {
    this.log.put('RateRequest', HALL_OFFICE, this.nowMs, { score, comment: COMMENTS[score % COMMENTS.length]! });
    this.amendClosure(this.stays.findLastIndex((stay) => stay.end?.kind === 'CLOSURE'), { rating: score });
  }
  remind(text: string): void {
    this.log.put('IssueReminder', HALL_OFFICE, this.nowMs, { text });
  }
  /** `stayIndex` names the stay that the transfer or refusal ended. */
  rule(stayIndex: number, verdict: Verdict): void {
    const stay = this.stays[stayIndex]!;
    if (stay.end?.kind !== 'TRANSFER' && stay.end?.kind !== 'REFUSAL') throw new Error(`Stay ${stayIndex} was not passed on`);
    const reason = verdict === 'JUSTIFIED' ? RULED_JUSTIFIED : RULED_BUCK_PASSING;
    this.log.put('RuleTransfer', HALL_OFFICE, this.nowMs, { revision: this.revisionOfEnd(stayIndex), verdict, reason });
    stay.end = { ...stay.end, ruling: verdict };
  }
  void(): void {
    this.log.put('VoidRequest', HALL_OFFICE, this.nowMs, { reason: VOIDED });
    this.voided = true;
  }

  truth(serviceItemCode: string, route: readonly string[], receivedMs: EpochMs): RequestTruth {
    return { serviceItemCode, route, receivedMs, voided: this.voided, stays: this.stays };
  }

  private arrive(departmentId: string): void {
    this.stays.push({ departmentId, workingMs: 0, handoverMs: 0, progress: false, end: null });
  }
  private leave(end: StayEnd, next: string): void {
    this.stay.end = end;
    this.arrive(next);
  }
  private sender(): string {
    return this.stays.at(-2)!.departmentId;
  }
  private timeliness(dueMs: EpochMs | null): Timeliness {
    if (dueMs === null) return 'NO_LIMIT';
    return this.nowMs <= dueMs ? 'ON_TIME' : 'LATE';
  }
  private amendClosure(stayIndex: number, change: Partial<PlannedClosure>): void {
    const stay = this.stays[stayIndex]!;
    if (stay.end?.kind !== 'CLOSURE') throw new Error(`Stay ${stayIndex} did not end with a closure`);
    stay.end = { kind: 'CLOSURE', closure: { ...stay.end.closure, ...change } };
  }
  /** Every stay but the last ends by one command of its own kind; recalls and closures are such commands too. */
  private revisionOfEnd(stayIndex: number): number {
    const ends = new Set(['TransferRequest', 'RefuseTransfer', 'RecallTransfer', 'CompleteRequest']);
    const revisions = this.log.commands.flatMap(({ command }, revision) => (ends.has(command.type) ? [revision] : []));
    return revisions[stayIndex]!;
  }
}
