import type { SqlRow } from '../duckdb-connection.js';

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
export const AFTER_PLACE = '(ms < $after_ms OR (ms = $after_ms AND request > $after_request))';
const FIRST: AmountPlace = { ms: 2n ** 63n - 1n, request: -1n };
export const afterParams = (place: AmountPlace | null): Readonly<Record<string, bigint>> =>
  ({ after_ms: (place ?? FIRST).ms, after_request: (place ?? FIRST).request });
