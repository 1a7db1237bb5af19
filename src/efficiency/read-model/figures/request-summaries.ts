import type { SqlParams, SqlRow } from '../duckdb-connection.js';
import type { Facts } from '../facts.js';
import { usedParams } from './scope.js';

/** One request as it stands, whatever it is listed for. */
export interface RequestSummaryRow extends SqlRow {
  readonly request: bigint;
  readonly hall: string;
  readonly request_id: string;
  readonly department: string;
  readonly officer: string | null;
  readonly first_department: string;
  readonly service_item: string;
  readonly channel: string;
  readonly urgency: string;
  readonly received_at_ms: bigint;
  readonly ledger_class: string;
  readonly since_ms: bigint;
}

/** The columns above beside those of `page`, a table with a column `request`, in no order. Prefix of page's columns: `k`. */
export const withSummaries = (page: string, columns: string): string => `
  SELECT k.request, ${columns}, r.hall, r.request_id, t.department, t.officer, r.department AS first_department, r.service_item,
    r.channel, r.urgency, r.at_ms AS received_at_ms, t.ledger_class, t.since_ms
  FROM ${page} k JOIN live_receipts($p) r USING (request) JOIN (
    SELECT request, unnest(arg_max(struct_pack(department, officer, ledger_class, since_ms), position))
    FROM live_tails($p) WHERE request IN (SELECT request FROM ${page}) GROUP BY request) t USING (request)`;

/** A place in a list that falls by an amount; equal amounts by the receipts' order. */
export interface AmountPlace {
  readonly ms: bigint;
  readonly request: bigint;
}
/** Rows after a place, as SQL over the columns `ms` and `request`. */
const AFTER_PLACE = '(ms < $after_ms OR (ms = $after_ms AND request > $after_request))';
const FIRST: AmountPlace = { ms: 2n ** 63n - 1n, request: -1n };
const afterParams = (place: AmountPlace | null): Readonly<Record<string, bigint>> =>
  ({ after_ms: (place ?? FIRST).ms, after_request: (place ?? FIRST).request });

/** What is listed: `name` of the last of `tables`, with the columns `request` and `ms`. */
export interface AmountList {
  readonly tables: string;
  readonly name: string;
  /** Of that table, prefixed `k`. */
  readonly columns: string;
  readonly params: SqlParams;
}
export interface AmountPage<T> {
  readonly rows: readonly T[];
  /** Over all pages. */
  readonly totalCount: number;
  readonly totalMs: bigint;
}

/** Requests by their amount, most first, with the totals of all pages: one statement, because what is listed is dear to find. */
export async function askAmounts<T extends RequestSummaryRow>(facts: Facts, list: AmountList, first: number, after: AmountPlace | null): Promise<AmountPage<T>> {
  const sql = `WITH ${list.tables}, page AS MATERIALIZED (SELECT * FROM ${list.name} WHERE ${AFTER_PLACE} ORDER BY ms DESC, request LIMIT ${first}),
      totals AS (SELECT count(*) AS total_count, coalesce(sum(ms), 0)::HUGEINT AS total_ms FROM ${list.name})
    SELECT o.*, t.total_count, t.total_ms FROM totals t LEFT JOIN (${withSummaries('page', list.columns)}) o ON TRUE ORDER BY o.ms DESC, o.request`;
  const rows = await facts.query<SqlRow & { total_count: bigint; total_ms: bigint; request: bigint | null }>(sql, usedParams(sql, { ...list.params, ...afterParams(after) }));
  const [total] = rows;
  return {
    rows: rows.filter(({ request }) => request !== null) as unknown as readonly T[], totalCount: Number(total?.total_count ?? 0n), totalMs: total?.total_ms ?? 0n,
  };
}
