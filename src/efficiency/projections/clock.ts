import type { EpochMs } from '../../kernel/instant.js';
import type { LimitKind } from '../../service-request/domain/events.js';
import type { ClockHistory } from '../../working-time/limit.js';
import type { RequestHistory } from './history.js';

/** The clock of a limit as it stood at an instant: what began later is not there yet, what ended later still runs. */
export function clockAt(history: RequestHistory, kind: LimitKind, atMs: EpochMs): ClockHistory {
  const { clockStart } = history.pinned;
  const acceptedAtMs = clockStart === 'ACCEPTANCE' && history.acceptedAtMs !== null && history.acceptedAtMs <= atMs ? history.acceptedAtMs : null;
  return {
    startMs: acceptedAtMs ?? history.receivedAtMs,
    suspensions: stopsOf(history)
      // At its own instant a closure is judged: the time after it, until the reopening, is not there yet.
      .filter(({ fromMs, cause }) => (cause === 'CLOSED' ? fromMs < atMs : fromMs <= atMs))
      .map((stop) => (stop.untilMs !== null && stop.untilMs > atMs ? { ...stop, untilMs: null } : stop)),
    extensions: history.extensions
      .filter((one) => one.limit === kind && one.atMs <= atMs)
      .map((one) => (one.dueAt === null ? { atMs: one.atMs, amount: one.amount ?? 0 } : { atMs: one.atMs, dueAt: one.dueAt })),
  };
}

/** Suspensions, and the time between a closure and its reopening, in order. */
function stopsOf(history: RequestHistory): ClockHistory['suspensions'] {
  const closed = history.closures.flatMap(({ atMs, reopenedAtMs }) =>
    (reopenedAtMs === null ? [] : [{ fromMs: atMs, untilMs: reopenedAtMs, cause: 'CLOSED' as const }]));
  const suspended = history.suspensions.map(({ fromMs, untilMs, cause }) => ({ fromMs, untilMs, cause }));
  return [...suspended, ...closed].sort((a, b) => a.fromMs - b.fromMs);
}

/** Instants at which a limit's due instant may change, ascending. */
export function clockChanges(history: RequestHistory, kind: LimitKind): readonly EpochMs[] {
  const instants = new Set<EpochMs>([history.receivedAtMs]);
  if (history.pinned.clockStart === 'ACCEPTANCE' && history.acceptedAtMs !== null) instants.add(history.acceptedAtMs);
  for (const extension of history.extensions) if (extension.limit === kind) instants.add(extension.atMs);
  for (const stop of stopsOf(history)) {
    if (stop.cause !== 'CLOSED') instants.add(stop.fromMs);
    if (stop.untilMs !== null) instants.add(stop.untilMs);
  }
  return [...instants].sort((a, b) => a - b);
}
