import type { SqlRow } from '../../duckdb-connection.js';
import type { Facts } from '../../facts.js';
import { FIGURES, SOURCES } from '../figure-relations.js';
import { ofRequest } from './of-request.js';
import { chargedTo, conditionsOf, inPeriod, paramsOf, usedParams, type Scope } from '../scope.js';

export const RECTIFICATION_STANDINGS = ['DONE_ON_TIME', 'DONE_LATE', 'OVERDUE', 'UNDER_WAY'] as const;
export type RectificationStanding = (typeof RECTIFICATION_STANDINGS)[number];

export interface RectificationRow extends SqlRow {
  readonly request: bigint;
  readonly hall: string;
  readonly request_id: string;
  readonly service_item: string;
  readonly closure: number;
  readonly department: string;
  readonly officer: string | null;
  readonly score: number;
  readonly at_ms: bigint;
  readonly closed_at_ms: bigint;
  readonly due_ms: bigint;
  readonly completed_at_ms: bigint | null;
  readonly completed_by: string | null;
  readonly taken_ms: bigint | null;
  readonly completion_revision: number | null;
  readonly standing: RectificationStanding;
}
export interface RectificationsOf {
  readonly standings: readonly RectificationStanding[];
  /** Of this request, hallId.requestId; null: of all. */
  readonly id: string | null;
}
/** A place in the list. */
export interface RectificationPlace {
  readonly dueMs: bigint;
  readonly request: bigint;
  readonly closure: bigint;
}

const START: RectificationPlace = { dueMs: -(2n ** 62n), request: -1n, closure: -1n };

/** Rectifications opened in the period, those due first first, exclusive of `after`; the count is over all pages. */
export async function rectificationsList(
  facts: Facts, scope: Scope, { standings, id }: RectificationsOf, first: number, after: RectificationPlace | null,
): Promise<{ readonly rows: readonly RectificationRow[]; readonly totalCount: number }> {
  const definition = FIGURES.RECTIFICATIONS_OPENED;
  const own = `standing IN (${standings.map((standing) => `'${standing}'`).join(', ')}) AND ${ofRequest(id)}`;
  const picked = `SELECT * FROM (SELECT *, ${chargedTo(definition)} FROM ${SOURCES[definition.source]}) WHERE ${own} AND ${inPeriod} AND ${conditionsOf(scope)}`;
  const totalSql = `SELECT count(*) AS n FROM (${picked})`;
  const [total] = await facts.query<{ n: bigint }>(totalSql, usedParams(totalSql, { ...paramsOf(scope), id }));
  const sql = `WITH page AS (SELECT * FROM (${picked})
      WHERE (due_ms, request, closure::BIGINT) > ($after_due, $after_request, $after_closure) ORDER BY due_ms, request, closure LIMIT ${first})
    SELECT o.*, r.hall, r.request_id, r.service_item FROM page o JOIN live_receipts($p) r USING (request) ORDER BY o.due_ms, o.request, o.closure`;
  const { dueMs, request, closure } = after ?? START;
  const rows = await facts.query<RectificationRow>(sql, usedParams(sql, { ...paramsOf(scope), id, after_due: dueMs, after_request: request, after_closure: closure }));
  return { rows, totalCount: Number(total?.n ?? 0n) };
}
