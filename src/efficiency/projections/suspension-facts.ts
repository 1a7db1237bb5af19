import type { EraCalendars } from './calendars.js';
import type { Facts } from './facts.js';
import type { RequestHistory } from './history.js';

/** Ended suspensions; `movedDue` tells whether a due instant stood elsewhere after than before. */
export function suspensionsOf(history: RequestHistory, dues: Facts['dues'], calendars: EraCalendars): Facts['suspensions'] {
  return history.suspensions.flatMap(({ fromMs, untilMs, cause, departmentId }) => {
    if (untilMs === null) return [];
    const { time } = calendars.of(history.closures.filter(({ reopenedAtMs }) => reopenedAtMs !== null && reopenedAtMs <= fromMs).length);
    return [{
      department: departmentId, cause, fromMs, atMs: untilMs,
      workingMs: time.workingMsUpTo(untilMs) - time.workingMsUpTo(fromMs), movedDue: movedDue(dues, fromMs, untilMs),
    }];
  });
}

function movedDue(dues: Facts['dues'], fromMs: number, untilMs: number): boolean {
  return ['PROMISED', 'STATUTORY'].some((kind) => {
    const of = dues.filter(({ limitKind }) => limitKind === kind);
    const before = of.filter(({ sinceMs }) => sinceMs !== null && sinceMs < fromMs).at(-1);
    const after = of.filter(({ sinceMs }) => sinceMs !== null && sinceMs <= untilMs).at(-1);
    return before !== undefined && after !== undefined && before.dueMs !== after.dueMs;
  });
}
