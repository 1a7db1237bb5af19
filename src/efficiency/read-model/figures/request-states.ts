import type { WatchedRequest } from '../../../warnings/domain/watched-request.js';
import { type ClockState, remainingMs, stateOf, usedMs, usedShare } from '../../../working-time/clock-state.js';
import { rowAt, turnsOf } from '../../../warnings/domain/watched-request.js';
import type { CalendarVersions } from '../../projections/calendars.js';
import type { SqlRow } from '../duckdb-connection.js';
import type { Facts } from '../facts.js';
import { requestClocks } from '../request-clocks.js';
import { limitStateSql } from './backlog-figure.js';
import { calendarPoints, conditionsOf, paramsOf, usedParams, type Scope } from './scope.js';

export type LimitName = 'PROMISED' | 'STATUTORY';

/** Where an open request stands against one limit at an instant, and when that turns if nothing else happens. */
export interface LimitStanding {
  readonly state: ClockState;
  readonly dueMs: number | null;
  readonly provisional: boolean;
  readonly usedMs: number;
  readonly budgetMs: number;
  readonly usedShare: number;
  readonly remainingMs: number;
  /** Null while the clock stands still. */
  readonly yellowMs: number | null;
  readonly redMs: number | null;
}

/** Null before the limit's clock began, or without such a limit. */
export function standingAt(request: Pick<WatchedRequest, 'calendar' | 'warningShare' | 'limits'>, limit: LimitName, atMs: number): LimitStanding | null {
  const { calendar, warningShare, limits } = request;
  const found = limits.find((one) => one.limit === limit);
  const row = found === undefined ? null : rowAt(found, atMs);
  if (row === null) return null;
  return {
    state: stateOf(row, calendar, atMs, warningShare), dueMs: row.dueMs, provisional: row.provisional, usedMs: usedMs(row, calendar, atMs),
    budgetMs: row.budgetMs, usedShare: usedShare(row, calendar, atMs), remainingMs: remainingMs(row, calendar, atMs), ...turnsOf(request, row),
  };
}

export interface RequestState extends LimitStanding {
  readonly request: bigint;
  readonly hallId: string;
  readonly requestId: string;
  readonly serviceItemCode: string;
  readonly departmentId: string;
  readonly officerId: string | null;
  /** The place in the list: the due instant, where there is one. */
  readonly sortMs: bigint;
}
export interface StatesOf {
  readonly limit: LimitName;
  readonly states: readonly ClockState[];
  readonly first: number;
  readonly after: StatePlace | null;
}
export interface StatePlace {
  readonly sortMs: bigint;
  readonly request: bigint;
}

/** After every due instant: a clock that stands still has none. */
const LAST_MS = 2n ** 62n;
interface Picked extends SqlRow {
  readonly request: bigint;
  readonly sort_ms: bigint;
  readonly department: string;
  readonly officer: string | null;
}

/** Open requests with such a limit, by due instant, exclusive of `after`; the count is over all pages. */
export async function requestStates(
  facts: Facts, calendars: CalendarVersions, scope: Scope, { limit, states, first, after }: StatesOf,
): Promise<{ readonly rows: readonly RequestState[]; readonly totalCount: number }> {
  const name = limit === 'PROMISED' ? 'promised' : 'statutory';
  const open = `SELECT o.*, o.department AS charged, o.officer AS charged_officer, $now_ms AS judged_ms, v.w_now
    FROM backlog_at($p, $now_ms) o JOIN (${calendarPoints(scope)}) v ON v.calendar = o.calendar AND v.current`;
  const picked = `SELECT request, department, officer, coalesce(${name}_due_ms, ${LAST_MS}) AS sort_ms
    FROM (SELECT *, ${limitStateSql(name)} AS state FROM (${open})) WHERE list_contains($states, state) AND ${conditionsOf(scope)}`;
  const params = { ...paramsOf(scope), states, after_ms: after?.sortMs ?? -LAST_MS, after_request: after?.request ?? -1n };
  const totalSql = `SELECT count(*) AS n FROM (${picked})`;
  const [total] = await facts.query<{ n: bigint }>(totalSql, usedParams(totalSql, params));
  const sql = `SELECT * FROM (${picked}) WHERE sort_ms > $after_ms OR (sort_ms = $after_ms AND request > $after_request) ORDER BY sort_ms, request LIMIT ${first}`;
  const page = await facts.query<Picked>(sql, usedParams(sql, params));
  const ids = page.map(({ request }) => request).join(', ');
  const clocks = page.length === 0 ? [] : await requestClocks(facts, calendars, scope.position, `SELECT request FROM live_receipts($p) WHERE request IN (${ids})`);
  const byRequest = new Map(clocks.map(({ request, watched }) => [request, watched]));
  const rows = page.map(({ request, sort_ms, department, officer }) => {
    const watched = byRequest.get(request)!;
    const { hallId, requestId, serviceItemCode } = watched;
    return { ...standingAt(watched, limit, scope.nowMs)!, request, hallId, requestId, serviceItemCode, departmentId: department, officerId: officer, sortMs: sort_ms };
  });
  return { rows, totalCount: Number(total?.n ?? 0n) };
}
