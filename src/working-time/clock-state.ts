import type { EpochMs } from '../kernel/instant.js';
import type { Due } from './limit.js';
import type { WorkingCalendar } from './working-calendar.js';

export type ClockState = 'GREEN' | 'YELLOW' | 'RED' | 'SUSPENDED';

/** Working milliseconds of the budget gone at `nowMs`; they stand still while a suspension that counts is running. */
export function usedMs(due: Due, calendar: WorkingCalendar, nowMs: EpochMs): number {
  return calendar.workingMsUpTo(due.stoppedAtMs ?? nowMs) - due.usedFromW;
}

/** Working milliseconds left; below zero when overdue. Known while suspended as well. */
export const remainingMs = (due: Due, calendar: WorkingCalendar, nowMs: EpochMs): number => due.budgetMs - usedMs(due, calendar, nowMs);

/** 0 at the start, 1 at the due instant; a budget that is not above zero counts as used up. */
export const usedShare = (due: Due, calendar: WorkingCalendar, nowMs: EpochMs): number =>
  due.budgetMs <= 0 ? 1 : usedMs(due, calendar, nowMs) / due.budgetMs;

/** State of an open request against one limit. `warningShare`: share of the budget from which it is YELLOW, e.g. 0.9. */
export function stateOf(due: Due, calendar: WorkingCalendar, nowMs: EpochMs, warningShare: number): ClockState {
  if (due.dueMs === null) return 'SUSPENDED';
  if (nowMs > due.dueMs) return 'RED';
  return usedShare(due, calendar, nowMs) >= warningShare ? 'YELLOW' : 'GREEN';
}

/**
 * From when on `stateOf` says YELLOW, the earliest instant at which the warning share is used; RED takes over right after the
 * due instant. Null while the clock stands still. It may lie before the clock's last change: then it is YELLOW from there on.
 */
export function turnsYellowAt(due: Due, calendar: WorkingCalendar, warningShare: number): EpochMs | null {
  if (due.dueMs === null) return null;
  const { usedFromW, budgetMs } = due;
  if (budgetMs <= 0) return calendar.earliestInstantWith(usedFromW);
  // The very comparison of `stateOf`: a product rounds elsewhere than a quotient.
  let ms = Math.max(0, Math.ceil(warningShare * budgetMs) - 1);
  while (ms / budgetMs < warningShare) ms += 1;
  return calendar.earliestInstantWith(usedFromW + ms);
}

/** The first instant past the due instant; null while the clock stands still. */
export const turnsRedAt = (due: Pick<Due, 'dueMs'>): EpochMs | null => (due.dueMs === null ? null : due.dueMs + 1);
