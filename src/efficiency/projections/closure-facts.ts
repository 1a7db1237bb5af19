import type { CalendarVersion, EraCalendars } from './calendars.js';
import type { Facts, Row } from './facts.js';
import type { Closure, RequestHistory } from './history.js';
import type { CountedHop } from './holder-sequence.js';
import { outcomeAt } from './limit-facts.js';
import { measure } from './measure.js';
import { officerAt } from './officers.js';
import type { Span } from './spans.js';

/** A first closure reopened sooner than this is no first-inquiry completion. */
export const FIRST_INQUIRY_GRACE_MS = 15 * 24 * 3_600_000;

/** Each closure with the calendar that stood at its position: a later change never restates it. */
export const closuresOf = (history: RequestHistory, spans: readonly Span[], calendars: EraCalendars): Facts['closures'] =>
  history.closures.map((closure, era) => closureRow(history, closure, spans, calendars.of(era), era));

function closureRow(history: RequestHistory, closure: Closure, spans: readonly Span[], calendar: CalendarVersion, era: number): Row<'closures'> {
  const upTo = spans.filter((span) => span.era < era || (span.era === era && span.class !== 'CLOSED'));
  const ledger = measure(upTo, calendar);
  const promised = outcomeAt(history, 'PROMISED', closure.atMs, calendar);
  const statutory = outcomeAt(history, 'STATUTORY', closure.atMs, calendar);
  return {
    department: closure.departmentId, officer: closure.officerId ?? officerOfClosure(history, era),
    firstDepartment: history.firstDepartmentId, atMs: closure.atMs, outcome: closure.outcome,
    leadMs: closure.atMs - history.receivedAtMs - ledger.CLOSED, processingMs: ledger.HOLDING + ledger.HANDOVER,
    holdingMs: ledger.HOLDING, handoverMs: ledger.HANDOVER, applicantMs: ledger.APPLICANT, statutoryMs: ledger.STATUTORY,
    offHoursMs: ledger.OFF_HOURS, closedMs: ledger.CLOSED,
    promised: promised.state, promisedDueMs: promised.due, promisedBudgetMs: promised.budgetMs, promisedUsedMs: promised.usedMs,
    promisedProvisional: promised.provisional,
    statutory: statutory.state, statutoryDueMs: statutory.due, statutoryBudgetMs: statutory.budgetMs, statutoryUsedMs: statutory.usedMs,
    statutoryProvisional: statutory.provisional,
  };
}

function officerOfClosure(history: RequestHistory, era: number): string | null {
  const stay = history.stays.filter((one) => one.era === era).at(-1)!;
  return officerAt(history, stay, history.closures[era]!.atMs);
}

export const reopeningsOf = (history: RequestHistory): Facts['reopenings'] =>
  history.closures.flatMap(({ departmentId, atMs, reopenedAtMs, reopenedBy }) =>
    (reopenedAtMs === null ? [] : [{ department: departmentId, atMs: reopenedAtMs, closedAtMs: atMs, reopenedBy }]));

/** A closure, no transfer in the whole history, and the first closure not reopened within the grace. */
export function firstInquiryOf(history: RequestHistory, hops: readonly CountedHop[]): Facts['firstInquiryCompletions'] {
  const first = history.closures[0];
  if (first === undefined || hops.length > 0) return [];
  const reopened = first.reopenedAtMs !== null && first.reopenedAtMs - first.atMs <= FIRST_INQUIRY_GRACE_MS;
  return reopened ? [] : [{ department: history.firstDepartmentId, atMs: first.atMs }];
}
