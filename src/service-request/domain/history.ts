import type { EpochMs } from '../../kernel/instant.js';
import type { Closure, LiveRequest } from './state.js';

/**
 * Whether one of its ended holdings contains the instant. Both ends count: at the instant of a handing over (often a
 * whole second) sender and receiver both held it.
 */
export function heldInThePastAt(state: LiveRequest, departmentId: string, atMs: EpochMs): boolean {
  return state.pastHoldings.some((past) => past.departmentId === departmentId && past.fromMs <= atMs && atMs <= past.untilMs);
}

/** The closure that was in force at the instant, from its own instant to just before its reopening; null when open then. */
export function closureInForceAt(state: LiveRequest, atMs: EpochMs): Closure | null {
  const inForce = (closure: Closure): boolean => closure.atMs <= atMs && (closure.reopenedAtMs === null || atMs < closure.reopenedAtMs);
  return state.closures.find(inForce) ?? null;
}

/** Index of the latest closure at or before the instant, -1 when there is none: the one a rating given then is about. */
export function closureRatedAt(closures: readonly Closure[], atMs: EpochMs): number {
  return closures.findLastIndex((closure) => closure.atMs <= atMs);
}
