import type { LimitKind } from '../../service-request/domain/events.js';
import type { ClockRow, WatchedLimit, WatchedRequest } from '../../warnings/domain/watched-request.js';
import { NOTHING_TOLD, type Told } from '../../warnings/domain/decide-warnings.js';
import type { CalendarVersions } from '../projections/calendars.js';
import type { Row } from '../projections/facts.js';
import type { SqlRow } from './duckdb-connection.js';
import type { Facts } from './facts.js';

/** The clocks of a request's limits over time, as they were known at a position, and the warnings raised of them. */
export interface RequestClocks {
  readonly request: bigint;
  readonly watched: WatchedRequest;
  readonly told: Told;
}

interface DueStruct {
  readonly limit_kind: string;
  readonly since_ms: bigint;
  readonly due_ms: bigint | null;
  readonly used_from_w: bigint;
  readonly budget_ms: bigint;
  readonly stopped_at_ms: bigint | null;
  readonly provisional: boolean;
}
interface ClockedRow extends SqlRow {
  readonly request: bigint;
  readonly hall: string;
  readonly request_id: string;
  readonly service_item: string;
  readonly calendar: string;
  readonly warning_share: number;
  readonly department: string;
  readonly officer: string | null;
  readonly dues: readonly DueStruct[];
  readonly told: readonly { readonly limit_kind: LimitKind; readonly state: 'YELLOW' | 'RED'; readonly at_ms: bigint }[] | null;
}

/** @param picked SQL of a relation with the column `request`; its parameters besides $p stand in `params`. */
export async function requestClocks(
  facts: Facts, calendars: CalendarVersions, position: bigint, picked: string, params: Readonly<Record<string, bigint>> = {},
): Promise<readonly RequestClocks[]> {
  const of = (relation: string): string => `(SELECT * FROM ${relation}($p) SEMI JOIN picked USING (request))`;
  const rows = await facts.query<ClockedRow>(`
    WITH picked AS MATERIALIZED (${picked}),
      tails AS (SELECT request, unnest(arg_max(struct_pack(department, officer), position)) FROM ${of('live_tails')} GROUP BY request),
      dues AS (SELECT request, list(struct_pack(limit_kind, since_ms, due_ms, used_from_w, budget_ms, stopped_at_ms, provisional) ORDER BY fact_key) AS dues
        FROM ${of('live_dues')} GROUP BY request),
      told AS (SELECT request, list(struct_pack(limit_kind, state, at_ms) ORDER BY fact_key) AS told FROM ${of('live_warnings')} GROUP BY request)
    SELECT r.request, r.hall, r.request_id, r.service_item, r.calendar, r.warning_share, t.department, t.officer, d.dues, w.told
    FROM ${of('live_receipts')} r JOIN tails t USING (request) JOIN dues d USING (request) LEFT JOIN told w USING (request) ORDER BY r.request`,
  { p: position, ...params });
  return rows.map((row) => clocksOf(row, calendars, position));
}

function clocksOf(row: ClockedRow, calendars: CalendarVersions, position: bigint): RequestClocks {
  const calendar = calendars.at(row.calendar, position);
  const told = (row.told ?? []).reduce<Told>((before, { limit_kind, state, at_ms }) => ({ ...before, [`${limit_kind}.${state}`]: Number(at_ms) }), NOTHING_TOLD);
  return {
    request: row.request, told,
    watched: {
      hallId: row.hall, requestId: row.request_id, departmentId: row.department, officerId: row.officer, serviceItemCode: row.service_item,
      warningShare: row.warning_share, calendarId: row.calendar, calendarVersion: calendar.definition.version, calendar: calendar.time,
      limits: limitsOf(row.dues.map(rowOfStruct)),
    },
  };
}

type Clocked = ClockRow & { readonly limit: LimitKind };
const limitsOf = (rows: readonly Clocked[]): readonly WatchedLimit[] =>
  [...Map.groupBy(rows, ({ limit }) => limit)].map(([limit, own]) => ({ limit, rows: own }));

const rowOfStruct = (due: DueStruct): Clocked => ({
  limit: due.limit_kind as LimitKind, sinceMs: Number(due.since_ms), dueMs: due.due_ms === null ? null : Number(due.due_ms),
  usedFromW: Number(due.used_from_w), budgetMs: Number(due.budget_ms), stoppedAtMs: due.stopped_at_ms === null ? null : Number(due.stopped_at_ms),
  provisional: due.provisional,
});

/** The same out of facts that are not in the read model. */
export const limitsOfDues = (dues: readonly Row<'dues'>[]): readonly WatchedLimit[] => limitsOf(dues.map((due) => ({
  limit: due.limitKind as LimitKind, sinceMs: due.sinceMs!, dueMs: due.dueMs, usedFromW: due.usedFromW!, budgetMs: due.budgetMs!,
  stoppedAtMs: due.stoppedAtMs, provisional: due.provisional!,
})));
