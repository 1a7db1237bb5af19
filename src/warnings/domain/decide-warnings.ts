import { type EpochMs, toIso, toMs } from '../../kernel/instant.js';
import type { LimitKind } from '../../service-request/domain/events.js';
import type { ClockState } from '../../working-time/clock-state.js';
import type { WarnedState, WarningEvent, WarningRaisedData } from './warning-events.js';
import { rowAt, stateAt, turnedAt, turnsOf, type WatchedLimit, type WatchedRequest } from './watched-request.js';

/** When each warning of a request was raised last. */
export type Told = Readonly<Partial<Record<`${LimitKind}.${WarnedState}`, EpochMs>>>;
export const NOTHING_TOLD: Told = {};

export const told = (before: Told, { data }: { readonly data: Pick<WarningRaisedData, 'limit' | 'state' | 'occurredAt'> }): Told =>
  ({ ...before, [`${data.limit}.${data.state}`]: toMs(data.occurredAt) });

/** What the log knew when it was decided. */
export interface DecidedOn {
  readonly requestRevision: number;
  readonly position: bigint;
}

const RANK: Readonly<Record<ClockState, number>> = { GREEN: 0, YELLOW: 1, RED: 2, SUSPENDED: Infinity };

/**
 * The warnings that are due at an instant. One is raised when a limit's state gets worse, to YELLOW or to RED, and once:
 * another one of the same limit and state follows only if the request was better off in between, by the clock as it is
 * known now (a granted extension, a suspension, a changed calendar). A stopped clock is neither better nor worse.
 */
export function decideWarnings(before: Told, request: WatchedRequest, nowMs: EpochMs, on: DecidedOn): readonly WarningEvent[] {
  return request.limits.flatMap((limit) => {
    const state = stateToTell(before, request, limit, nowMs);
    return state === null ? [] : [raised(request, limit, state, nowMs, on)];
  });
}

/** The earliest instant from `nowMs` on at which a warning is due if nothing else happens; null when none ever is. */
export function nextWarningAt(before: Told, request: WatchedRequest, nowMs: EpochMs): EpochMs | null {
  const isDue = (atMs: EpochMs): boolean => request.limits.some((limit) => stateToTell(before, request, limit, atMs) !== null);
  if (isDue(nowMs)) return nowMs;
  const turns = request.limits.flatMap(({ rows }) => rows.flatMap((row) => {
    const { yellowMs, redMs } = turnsOf(request, row);
    return [row.sinceMs, yellowMs, redMs];
  }));
  const ahead = turns.filter((atMs) => atMs !== null && atMs > nowMs).toSorted((a, b) => a! - b!);
  return ahead.find((atMs) => isDue(atMs!)) ?? null;
}

function stateToTell(before: Told, request: WatchedRequest, limit: WatchedLimit, nowMs: EpochMs): WarnedState | null {
  const state = stateAt(request, limit, nowMs);
  if (state !== 'YELLOW' && state !== 'RED') return null;
  const toldMs = before[`${limit.limit}.${state}`];
  return toldMs === undefined || wasBetter(request, limit, state, toldMs, nowMs) ? state : null;
}

/** Between two changes of its clock a limit only gets worse, so the changes are the places to look at. */
function wasBetter(request: WatchedRequest, limit: WatchedLimit, state: WarnedState, fromMs: EpochMs, untilMs: EpochMs): boolean {
  const changes = limit.rows.map(({ sinceMs }) => sinceMs).filter((sinceMs) => sinceMs > fromMs && sinceMs <= untilMs);
  return [fromMs, ...changes].some((atMs) => RANK[stateAt(request, limit, atMs) ?? 'GREEN'] < RANK[state]);
}

function raised(request: WatchedRequest, limit: WatchedLimit, state: WarnedState, nowMs: EpochMs, on: DecidedOn): WarningEvent {
  const { hallId, requestId, departmentId, officerId, serviceItemCode, warningShare, calendarId, calendarVersion, calendar } = request;
  const row = rowAt(limit, nowMs)!;
  return {
    type: 'WarningRaised',
    data: {
      hallId, requestId, occurredAt: toIso(nowMs), departmentId, ...(officerId !== null && { officerId }), serviceItemCode,
      limit: limit.limit, state, turnedAt: toIso(turnedAt(request, limit, state, nowMs)), dueAt: toIso(row.dueMs!), provisional: row.provisional,
      usedMs: calendar.workingMsUpTo(nowMs) - row.usedFromW, budgetMs: row.budgetMs,
      rule: { id: 'LIMIT_STATE', version: 1, warningShare, calendarId, calendarVersion, requestRevision: on.requestRevision, position: on.position.toString() },
    },
  };
}
