import type { EpochMs } from '../kernel/instant.js';
import { stepsOf, type SuspensionStep } from './due-steps.js';
import type { ClockHistory, Due, DueStep, Limit } from './limit.js';
import { grantedBy, unitRules, type UnitRules } from './unit-rules.js';
import type { WorkingCalendar } from './working-calendar.js';

type Suspension = ClockHistory['suspensions'][number];

/**
 * Due instant of a limit. What happened before the clock started (a suspension before the acceptance) is cut off.
 * @throws RangeError when an instant is beyond the calendar's horizon; TypeError for an extension in the wrong form.
 */
export function dueOf(limit: Limit, history: ClockHistory, calendar: WorkingCalendar): Due {
  return judge(limit, history, calendar, null).due;
}

/** The same answer, with how it came about: what was asked, what moved it in the order of time, days that count differently. */
export function explainDue(
  limit: Limit,
  history: ClockHistory,
  calendar: WorkingCalendar,
): { readonly due: Due; readonly steps: readonly DueStep[] } {
  const trace: SuspensionStep[] = [];
  const { due, skipsFrom } = judge(limit, history, calendar, trace);
  return { due, steps: stepsOf(limit, history, calendar, { due, suspensions: trace, skipsFrom }) };
}

function judge(limit: Limit, history: ClockHistory, calendar: WorkingCalendar, trace: SuspensionStep[] | null) {
  const { startMs, extensions } = history;
  const rules = unitRules(limit, startMs, calendar);
  let moved = 0;
  let suspendedMs = 0;
  let stoppedAtMs: EpochMs | null = null;
  for (const suspension of history.suspensions) {
    const fromMs = Math.max(suspension.fromMs, startMs);
    const { untilMs } = suspension;
    const ended = untilMs !== null && untilMs <= startMs;
    // Suspending an overdue request does not save it; what is due is judged as it stood at that moment.
    const counted = !ended && fromMs <= rules.dueMs(grantedBy(extensions, limit, fromMs), moved);
    const movedBy = counted && untilMs !== null ? rules.moved(fromMs, untilMs) : 0;
    trace?.push(suspensionStep(suspension, counted, movedBy, rules));
    if (!counted) continue;
    moved += movedBy;
    if (untilMs === null) stoppedAtMs = fromMs;
    else suspendedMs += calendar.workingMsUpTo(untilMs) - calendar.workingMsUpTo(fromMs);
  }
  const granted = grantedBy(extensions, limit, Infinity);
  const endMs = rules.dueMs(granted, moved);
  const due = dueFrom(endMs, calendar.workingMsUpTo(startMs) + suspendedMs, stoppedAtMs, calendar);
  return { due, skipsFrom: () => rules.skipsFrom(granted, moved) };
}

function dueFrom(endMs: EpochMs, usedFromW: number, stoppedAtMs: EpochMs | null, calendar: WorkingCalendar): Due {
  return {
    dueMs: stoppedAtMs === null ? endMs : null,
    provisional: stoppedAtMs === null && !calendar.isAnnounced(endMs),
    usedFromW,
    budgetMs: calendar.workingMsUpTo(endMs) - usedFromW,
    stoppedAtMs,
  };
}

function suspensionStep(suspension: Suspension, counted: boolean, movedBy: number, rules: UnitRules): SuspensionStep {
  const { fromMs, untilMs, cause } = suspension;
  return { step: 'SUSPENSION', fromMs, untilMs, cause, counted, movedBy, movedUnit: rules.movedUnit };
}
