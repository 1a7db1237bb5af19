import type { SqlParams } from '../../duckdb-connection.js';
import type { Facts } from '../../facts.js';
import { withSummaries, type RequestSummaryRow } from '../request-summaries.js';
import { paramsOf, usedParams, type Scope } from '../scope.js';

export interface OpenedRequest extends RequestSummaryRow {
  readonly occurrences: bigint;
}
export interface OpenedPage {
  readonly rows: readonly OpenedRequest[];
  readonly totalCount: number;
  /** The number that was opened: the sum of occurrences over all pages. */
  readonly occurrences: number;
}
/** Requests by receipt, exclusive of `after`. */
export interface ReceiptPage {
  readonly first: number;
  readonly after: bigint | null;
}

/** @param picked SQL of the columns `request`, `occurrences`, one row a request. */
export async function openedRequests(facts: Facts, scope: Scope, picked: string, beyond: SqlParams, { first, after }: ReceiptPage): Promise<OpenedPage> {
  const params = { ...paramsOf(scope), ...beyond, after: after ?? -1n };
  const totalSql = `SELECT count(*) AS requests, coalesce(sum(occurrences), 0)::BIGINT AS occurrences FROM (${picked})`;
  const [total] = await facts.query<{ requests: bigint; occurrences: bigint }>(totalSql, usedParams(totalSql, params));
  const sql = `WITH page AS MATERIALIZED (SELECT * FROM (${picked}) WHERE request > $after ORDER BY request LIMIT ${first})
    ${withSummaries('page', 'k.occurrences::BIGINT AS occurrences')} ORDER BY k.request`;
  const rows = await facts.query<OpenedRequest>(sql, usedParams(sql, params));
  return { rows, totalCount: Number(total?.requests ?? 0n), occurrences: Number(total?.occurrences ?? 0n) };
}
