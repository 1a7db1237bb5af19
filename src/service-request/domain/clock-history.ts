import type { EpochMs } from '../../kernel/instant.js';
import type { ClockHistory } from '../../working-time/limit.js';
import type { LimitKind } from './events.js';
import type { Extension, LiveRequest } from './state.js';

type Stop = ClockHistory['suspensions'][number];

/** The clock of one limit as it stood at `atMs`: later suspensions, resumptions and extensions are left out. */
export function clockHistoryAt(state: LiveRequest, limit: LimitKind, atMs: EpochMs): ClockHistory {
  return {
    startMs: clockStartAt(state, atMs),
    suspensions: stopsOf(state)
      .filter((stop) => stop.fromMs < atMs)
      .map((stop) => (stop.untilMs !== null && stop.untilMs > atMs ? { ...stop, untilMs: null } : stop)),
    extensions: extensionsAt(state, limit, atMs),
  };
}

/** Extensions of one limit granted at or before the instant, by the instant of granting (they may be recorded late). */
export function extensionsAt(state: LiveRequest, limit: LimitKind, atMs: EpochMs): readonly Extension[] {
  const granted = state.extensions.filter((extension) => extension.limit === limit && extension.atMs <= atMs);
  return granted.sort((a, b) => a.atMs - b.atMs);
}

function clockStartAt(state: LiveRequest, atMs: EpochMs): EpochMs {
  const accepted = state.acceptedAtMs;
  return state.clockStart === 'ACCEPTANCE' && accepted !== null && accepted <= atMs ? accepted : state.receivedAtMs;
}

function stopsOf(state: LiveRequest): readonly Stop[] {
  const running: readonly Stop[] = state.status === 'open' && state.suspension !== null ? [{ ...state.suspension, untilMs: null }] : [];
  const closed = state.closures.map((closure): Stop => ({ fromMs: closure.atMs, untilMs: closure.reopenedAtMs, cause: 'CLOSED' }));
  return [...state.pastSuspensions, ...running, ...closed].sort((a, b) => a.fromMs - b.fromMs);
}
