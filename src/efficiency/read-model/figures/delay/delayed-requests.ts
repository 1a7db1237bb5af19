import type { Facts } from '../../facts.js';
import type { LedgerClass } from '../ledger-figure.js';
import { AFTER_PLACE, afterParams, withSummaries, type AmountPlace, type RequestSummaryRow } from '../request-summaries.js';
import { conditionsOf, paramsOf, usedParams, type Scope } from '../scope.js';
import { DELAY_PARAMS, delaysOf } from './delays.js';

/** One request with its part of the time asked for, in all, and by class in two lists of one length. */
export interface DelayedRequest extends RequestSummaryRow {
  readonly ms: bigint;
  readonly classes: readonly LedgerClass[];
  readonly amounts: readonly bigint[];
}
export interface DelayedRequests {
  readonly rows: readonly DelayedRequest[];
  readonly totalCount: number;
  readonly totalMs: bigint;
}

/** Requests by how much time of these classes they have within the scope, most first. */
export async function delayedRequests(
  facts: Facts, scope: Scope, classes: readonly LedgerClass[], first: number, after: AmountPlace | null,
): Promise<DelayedRequests> {
  const amounts = `amounts AS MATERIALIZED (
    SELECT request, sum(ms)::BIGINT AS ms, list(ledger_class) AS classes, list(ms) AS amounts
    FROM (SELECT request, ledger_class, sum(ms)::BIGINT AS ms FROM ${delaysOf(scope)}
      WHERE ms > 0 AND list_contains($classes, ledger_class) AND ${conditionsOf(scope)} GROUP BY request, ledger_class)
    GROUP BY request)`;
  const params = { ...paramsOf(scope), ...DELAY_PARAMS, ...afterParams(after), classes };
  const totalSql = `WITH ${amounts} SELECT count(*) AS n, coalesce(sum(ms), 0)::HUGEINT AS ms FROM amounts`;
  const [total] = await facts.query<{ n: bigint; ms: bigint }>(totalSql, usedParams(totalSql, params));
  const sql = `WITH ${amounts}, page AS MATERIALIZED (SELECT * FROM amounts WHERE ${AFTER_PLACE} ORDER BY ms DESC, request LIMIT ${first})
    ${withSummaries('page', 'k.ms, k.classes, k.amounts')} ORDER BY k.ms DESC, k.request`;
  const rows = await facts.query<DelayedRequest>(sql, usedParams(sql, params));
  return { rows, totalCount: Number(total?.n ?? 0n), totalMs: total?.ms ?? 0n };
}
