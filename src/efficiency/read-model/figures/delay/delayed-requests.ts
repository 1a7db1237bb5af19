import type { Facts } from '../../facts.js';
import type { LedgerClass } from '../ledger-figure.js';
import { askAmounts, type AmountPage, type AmountPlace, type RequestSummaryRow } from '../request-summaries.js';
import { conditionsOf, paramsOf, type Scope } from '../scope.js';
import { DELAY_PARAMS, delaysOf } from './delays.js';

/** One request with its part of the time asked for, in all, and by class in two lists of one length. */
export interface DelayedRequest extends RequestSummaryRow {
  readonly ms: bigint;
  readonly classes: readonly LedgerClass[];
  readonly amounts: readonly bigint[];
}

/** Requests by how much time of these classes they have within the scope, most first. */
export function delayedRequests(
  facts: Facts, scope: Scope, classes: readonly LedgerClass[], first: number, after: AmountPlace | null,
): Promise<AmountPage<DelayedRequest>> {
  const amounts = `amounts AS MATERIALIZED (
    SELECT request, sum(ms)::BIGINT AS ms, list(ledger_class) AS classes, list(ms) AS amounts
    FROM (SELECT request, ledger_class, sum(ms)::BIGINT AS ms FROM ${delaysOf(scope)}
      WHERE ms > 0 AND list_contains($classes, ledger_class) AND ${conditionsOf(scope)} GROUP BY request, ledger_class)
    GROUP BY request)`;
  const params = { ...paramsOf(scope), ...DELAY_PARAMS, classes };
  return askAmounts(facts, { tables: amounts, name: 'amounts', columns: 'k.ms, k.classes, k.amounts', params }, first, after);
}
