import type { SqlRow } from '../duckdb-connection.js';
import type { Facts } from '../facts.js';
import { FIGURES, SOURCES } from './figure-relations.js';
import { chargedTo, conditionsOf, inPeriod, paramsOf, usedParams, type Scope } from './scope.js';

export interface WarningRow extends SqlRow {
  readonly position: bigint;
  readonly hall: string;
  readonly request_id: string;
  readonly service_item: string;
  readonly department: string;
  readonly officer: string | null;
  readonly at_ms: bigint;
  readonly limit_kind: string;
  readonly state: string;
  readonly turned_at_ms: bigint;
  readonly due_ms: bigint;
  readonly provisional: boolean;
  readonly used_ms: bigint;
  readonly budget_ms: bigint;
  readonly rule: string;
  readonly rule_version: number;
  readonly warning_share: number;
  readonly decided_at: string;
  readonly request_revision: number;
  readonly calendar: string;
  readonly calendar_version: number;
}
export interface WarningsOf {
  readonly limit: 'PROMISED' | 'STATUTORY' | null;
  readonly state: 'YELLOW' | 'RED' | null;
}

/** Warnings raised in the period, in the order of the log, exclusive of `after`; the count is over all pages. */
export async function warningsList(
  facts: Facts, scope: Scope, { limit, state }: WarningsOf, first: number, after: bigint | null,
): Promise<{ readonly rows: readonly WarningRow[]; readonly totalCount: number }> {
  const { source } = FIGURES.WARNINGS;
  const own = [...(limit === null ? [] : [`limit_kind = '${limit}'`]), ...(state === null ? [] : [`state = '${state}'`]), 'TRUE'].join(' AND ');
  const picked = `SELECT * FROM (SELECT *, ${chargedTo(FIGURES.WARNINGS)} FROM ${SOURCES[source]}) WHERE ${own} AND ${inPeriod} AND ${conditionsOf(scope)}`;
  const totalSql = `SELECT count(*) AS n FROM (${picked})`;
  const [total] = await facts.query<{ n: bigint }>(totalSql, usedParams(totalSql, paramsOf(scope)));
  const sql = `WITH page AS (SELECT * FROM (${picked}) WHERE position > $after ORDER BY position LIMIT ${first})
    SELECT w.position, r.hall, r.request_id, r.service_item, w.department, w.officer, w.at_ms, w.limit_kind, w.state, w.turned_at_ms, w.due_ms, w.provisional,
      w.used_ms, w.budget_ms, w.rule, w.rule_version, w.warning_share, w.decided_at, w.request_revision, w.calendar, w.calendar_version
    FROM page w JOIN live_receipts($p) r USING (request) ORDER BY w.position`;
  const rows = await facts.query<WarningRow>(sql, usedParams(sql, { ...paramsOf(scope), after: after ?? -1n }));
  return { rows, totalCount: Number(total?.n ?? 0n) };
}
