import { explainDue } from '../../working-time/due.js';
import { remainingMs, stateOf, usedMs, usedShare } from '../../working-time/clock-state.js';
import type { CalendarVersions } from '../projections/calendars.js';
import { clockAt, clockChanges } from '../projections/clock.js';
import type { Closure, RequestHistory } from '../projections/history.js';
import { LIMIT_KINDS, limitOf } from '../projections/limit-facts.js';
import type { ProjectedRequest } from '../projections/project.js';
import { turnsOf } from '../../warnings/domain/watched-request.js';
import { describeStep } from './describe-step.js';
import { Duration } from './duration.type.js';
import { LimitStanding } from './request-states.type.js';
import type { RequestLimit } from './service-request.type.js';

export interface LimitsQuestion {
  /** The instant they are judged at. */
  readonly nowMs: number;
  /** The same where it was asked for: what began later is then left out; null: everything recorded. */
  readonly asOf: string | null;
  /** Calendars as known there; a request that is open follows its calendar also after its last event. */
  readonly knownAt: bigint | null;
}

/** Both limits, how their due instants came out, and where they stand. Nothing of a request that had not come in then. */
export function limitsExplained({ history, upTo }: ProjectedRequest, calendars: CalendarVersions, { nowMs, asOf, knownAt }: LimitsQuestion): RequestLimit[] {
  if (asOf !== null && history.receivedAtMs > nowMs) return [];
  const atMs = asOf === null ? Number.MAX_SAFE_INTEGER : nowMs;
  const closed = closureAt(history, atMs);
  const era = history.closures.findIndex(({ reopenedAtMs }) => reopenedAtMs === null || reopenedAtMs > atMs);
  const known = knownAt !== null && knownAt > upTo ? knownAt : upTo;
  const calendar = calendars.at(history.pinned.calendarId, history.closures[era]?.position ?? known);
  return LIMIT_KINDS.flatMap((kind) => {
    const limit = limitOf(history, kind);
    if (limit === null) return [];
    const { due, steps } = explainDue(limit, clockAt(history, kind, closed?.atMs ?? atMs), calendar.time);
    const { warningShare } = history.pinned;
    const row = { ...due, sinceMs: clockChanges(history, kind).findLast((changedMs) => changedMs <= nowMs) ?? history.receivedAtMs };
    const standing = {
      state: stateOf(due, calendar.time, nowMs, warningShare), dueMs: due.dueMs, provisional: due.provisional, budgetMs: due.budgetMs,
      usedMs: usedMs(due, calendar.time, nowMs), usedShare: usedShare(due, calendar.time, nowMs), remainingMs: remainingMs(due, calendar.time, nowMs),
      ...turnsOf({ calendar: calendar.time, warningShare }, row),
    };
    return [{
      limit: kind, dueAt: due.dueMs, provisional: due.provisional, budget: new Duration(due.budgetMs),
      standing: closed !== null || history.voided ? null : LimitStanding.of(standing),
      explanation: steps.map((step) => describeStep(step, calendar.definition.zone)),
    }];
  });
}

/** The closure that was in force at an instant; null while the request was open. */
const closureAt = (history: RequestHistory, atMs: number): Closure | null =>
  history.closures.findLast((one) => one.atMs <= atMs && (one.reopenedAtMs === null || atMs < one.reopenedAtMs)) ?? null;
