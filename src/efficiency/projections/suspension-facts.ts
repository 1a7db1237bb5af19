import type { CalendarVersion, EraCalendars } from './calendars.js';
import type { Facts } from './facts.js';
import type { RequestHistory, Suspension } from './history.js';
import { dueAt, LIMIT_KINDS } from './limit-facts.js';

/** Ended suspensions; `movedDue` tells whether a due instant stood elsewhere at their end than it would have without them. */
export function suspensionsOf(history: RequestHistory, calendars: EraCalendars): Facts['suspensions'] {
  return history.suspensions.flatMap((suspension) => {
    const { fromMs, untilMs, cause, departmentId } = suspension;
    if (untilMs === null) return [];
    const calendar = calendars.of(history.closures.filter(({ reopenedAtMs }) => reopenedAtMs !== null && reopenedAtMs <= fromMs).length);
    return [{
      department: departmentId, cause, fromMs, atMs: untilMs,
      workingMs: calendar.time.workingMsUpTo(untilMs) - calendar.time.workingMsUpTo(fromMs), movedDue: movedDue(history, suspension, untilMs, calendar),
    }];
  });
}

/** Neither what began at its end nor an extension granted during it is its doing. */
function movedDue(history: RequestHistory, suspension: Suspension, untilMs: number, calendar: CalendarVersion): boolean {
  const ended = { ...history, suspensions: history.suspensions.filter(({ fromMs }) => fromMs < untilMs) };
  const without = { ...ended, suspensions: ended.suspensions.filter((one) => one !== suspension) };
  return LIMIT_KINDS.some((kind) => dueAt(ended, kind, untilMs, calendar)?.dueMs !== dueAt(without, kind, untilMs, calendar)?.dueMs);
}
