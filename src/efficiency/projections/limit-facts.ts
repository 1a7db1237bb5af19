import type { EpochMs } from '../../kernel/instant.js';
import type { LimitKind } from '../../service-request/domain/events.js';
import { dueOf } from '../../working-time/due.js';
import type { Due, Limit } from '../../working-time/limit.js';
import type { CalendarVersion, EraCalendars } from './calendars.js';
import { clockAt, clockChanges } from './clock.js';
import type { Facts, Row } from './facts.js';
import type { RequestHistory } from './history.js';

export const LIMIT_KINDS: readonly LimitKind[] = ['PROMISED', 'STATUTORY'];
export const limitOf = (history: RequestHistory, kind: LimitKind): Limit | null =>
  (kind === 'PROMISED' ? history.pinned.promisedLimit : history.pinned.statutoryLimit);

export function dueAt(history: RequestHistory, kind: LimitKind, atMs: EpochMs, calendar: CalendarVersion): Due | null {
  const limit = limitOf(history, kind);
  return limit === null ? null : dueOf(limit, clockAt(history, kind, atMs), calendar.time);
}

/** One row per instant at which the limit's clock changed. */
export function duesOf(history: RequestHistory, calendars: EraCalendars): Facts['dues'] {
  return LIMIT_KINDS.flatMap((kind) => (limitOf(history, kind) === null ? []
    : clockChanges(history, kind).map((since) => dueRow(history, kind, since, calendars))));
}

function dueRow(history: RequestHistory, kind: LimitKind, since: EpochMs, calendars: EraCalendars): Row<'dues'> {
  const calendar = calendars.of(eraAt(history, since));
  const due = dueAt(history, kind, since, calendar)!;
  return {
    limitKind: kind, sinceMs: since, dueMs: due.dueMs, usedFromW: due.usedFromW, budgetMs: due.budgetMs, stoppedAtMs: due.stoppedAtMs,
    stoppedW: due.stoppedAtMs === null ? null : calendar.time.workingMsUpTo(due.stoppedAtMs), provisional: due.provisional,
  };
}

const eraAt = (history: RequestHistory, atMs: EpochMs): number =>
  history.closures.filter(({ reopenedAtMs }) => reopenedAtMs !== null && reopenedAtMs <= atMs).length;

export interface LimitOutcome {
  readonly state: 'ON_TIME' | 'LATE' | 'NO_LIMIT';
  readonly due: EpochMs | null;
  readonly budgetMs: number | null;
  readonly usedMs: number | null;
  readonly provisional: boolean | null;
}

/** What a closure says of a limit: on time means closed no later than the due instant. */
export function outcomeAt(history: RequestHistory, kind: LimitKind, closedAtMs: EpochMs, calendar: CalendarVersion): LimitOutcome {
  const due = dueAt(history, kind, closedAtMs, calendar);
  if (due === null) return { state: 'NO_LIMIT', due: null, budgetMs: null, usedMs: null, provisional: null };
  return {
    state: due.dueMs !== null && closedAtMs <= due.dueMs ? 'ON_TIME' : 'LATE', due: due.dueMs, budgetMs: due.budgetMs,
    usedMs: calendar.time.workingMsUpTo(closedAtMs) - due.usedFromW, provisional: due.provisional,
  };
}
