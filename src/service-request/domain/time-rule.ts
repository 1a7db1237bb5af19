import { toIso, toMs, type EpochMs, type IsoInstant } from '../../kernel/instant.js';
import type { ServiceRequestEventType } from './events.js';
import { isLifecycle } from './lifecycle.js';
import { refuse } from './refuse.js';
import type { Rejection } from './rejection.js';
import type { LiveRequest } from './state.js';

/** Clocks at two counters differ by up to this much, inclusive; more is a mistake. */
export const CLOCK_SKEW_MAX_MS = 5 * 60_000;
/** No calendar answers outside its tables, so no stored instant may lie there; `until` is exclusive. */
export const INSTANT_RANGE = { fromMs: Date.UTC(1970, 0, 2), untilMs: Date.UTC(2090, 0, 1) };

/** @throws RangeError when the text is no instant: shapes are checked before the rules. */
export function readInstant(text: IsoInstant): EpochMs {
  const ms = toMs(text);
  if (Number.isNaN(ms)) throw new RangeError(`Not an instant: ${JSON.stringify(text)}`);
  return ms;
}

export function refuseFuture(claimedMs: EpochMs, nowMs: EpochMs): Rejection | null {
  if (claimedMs <= nowMs + CLOCK_SKEW_MAX_MS) return null;
  return refuse('TIME_IN_FUTURE', { occurredAt: toIso(claimedMs), serverTime: toIso(nowMs) });
}

export function refuseOutOfRange(ms: EpochMs): Rejection | null {
  if (ms >= INSTANT_RANGE.fromMs && ms < INSTANT_RANGE.untilMs) return null;
  const { fromMs, untilMs } = INSTANT_RANGE;
  return refuse('INSTANT_OUT_OF_RANGE', { instant: toIso(ms), from: toIso(fromMs), until: toIso(untilMs) });
}

export function refuseBeforeReceipt(type: ServiceRequestEventType, claimedMs: EpochMs, state: LiveRequest): Rejection | null {
  const toleranceMs = isLifecycle(type) ? CLOCK_SKEW_MAX_MS : 0;
  if (claimedMs >= state.receivedAtMs - toleranceMs) return null;
  return refuse('BEFORE_RECEIPT', { occurredAt: toIso(claimedMs), receivedAt: toIso(state.receivedAtMs) });
}

export function refuseBackwards(type: ServiceRequestEventType, claimedMs: EpochMs, state: LiveRequest): Rejection | null {
  if (!isLifecycle(type) || claimedMs >= state.lastLifecycleMs - CLOCK_SKEW_MAX_MS) return null;
  return refuse('TIME_RUNS_BACKWARDS', { occurredAt: toIso(claimedMs), lastOccurredAt: toIso(state.lastLifecycleMs) });
}

/** The instant to record, once the checks above have passed: lifecycle events never step back behind their predecessor. */
export const settleTime = (type: ServiceRequestEventType, claimedMs: EpochMs, lastLifecycleMs: EpochMs): EpochMs =>
  isLifecycle(type) ? Math.max(claimedMs, lastLifecycleMs) : claimedMs;
