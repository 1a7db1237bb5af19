import type { Facts } from '../../src/efficiency/read-model/facts.js';

/**
 * One statement over every request: its segments tile the time from the receipt to the last closure without gap or overlap,
 * and the classes add up to the wall clock, which is lead time plus closed time of the last closure.
 */
const AUDIT = `
  WITH last AS (SELECT request, unnest(arg_max(struct_pack(at_ms, lead_ms, closed_ms, holding_ms, handover_ms, applicant_ms, statutory_ms, off_hours_ms), fact_key))
      FROM live_closures($p) GROUP BY request),
    until_closed AS (SELECT s.*, l.at_ms AS closed_at_ms, r.at_ms AS received_at_ms,
        CASE s.ledger_class WHEN 'CLOSED' THEN s.until_ms - s.from_ms ELSE s.w_until - s.w_from END AS own_ms,
        lag(s.until_ms, 1, r.at_ms) OVER (PARTITION BY s.request ORDER BY s.from_ms) AS previous_until_ms
      FROM live_segments($p) s JOIN last l USING (request) JOIN live_receipts($p) r USING (request) WHERE s.from_ms < l.at_ms),
    sums AS (SELECT request, max(until_ms) AS ends_ms, sum(until_ms - from_ms) AS wall_ms,
        count(*) FILTER (WHERE from_ms <> previous_until_ms OR until_ms <= from_ms) AS breaks,
        coalesce(sum(own_ms) FILTER (WHERE ledger_class = 'CLOSED'), 0) AS closed_ms,
        coalesce(sum(own_ms) FILTER (WHERE ledger_class = 'HOLDING'), 0) AS holding_ms,
        coalesce(sum(own_ms) FILTER (WHERE ledger_class = 'HANDOVER'), 0) AS handover_ms,
        coalesce(sum(own_ms) FILTER (WHERE ledger_class = 'APPLICANT'), 0) AS applicant_ms,
        coalesce(sum(own_ms) FILTER (WHERE ledger_class = 'STATUTORY'), 0) AS statutory_ms,
        coalesce(sum(until_ms - from_ms - own_ms), 0) AS off_hours_ms
      FROM until_closed GROUP BY request)
  SELECT count(*) AS closed, coalesce(sum(CASE WHEN
      coalesce(s.breaks, 0) = 0 AND coalesce(s.ends_ms, r.at_ms) = l.at_ms AND coalesce(s.wall_ms, 0) = l.at_ms - r.at_ms
      AND l.lead_ms + l.closed_ms = l.at_ms - r.at_ms
      AND l.holding_ms + l.handover_ms + l.applicant_ms + l.statutory_ms + l.off_hours_ms + l.closed_ms = l.at_ms - r.at_ms
      AND coalesce(s.closed_ms, 0) = l.closed_ms AND coalesce(s.holding_ms, 0) = l.holding_ms AND coalesce(s.handover_ms, 0) = l.handover_ms
      AND coalesce(s.applicant_ms, 0) = l.applicant_ms AND coalesce(s.statutory_ms, 0) = l.statutory_ms
      AND coalesce(s.off_hours_ms, 0) = l.off_hours_ms THEN 0 ELSE 1 END), 0) AS violations
  FROM last l JOIN live_receipts($p) r USING (request) LEFT JOIN sums s USING (request)`;

/**
 * Every request, open ones too: its segments tile the time from the receipt to where its present state began, so that with the
 * present state they add up to the wall clock until now; no segment has more working time than wall clock.
 */
const TILING = `
  WITH pieces AS (SELECT s.*, lag(s.until_ms, 1, r.at_ms) OVER (PARTITION BY s.request ORDER BY s.from_ms) AS previous_until_ms
      FROM live_segments($p) s JOIN live_receipts($p) r USING (request)),
    sums AS (SELECT request, max(until_ms) AS ends_ms, sum(until_ms - from_ms) AS wall_ms,
        count(*) FILTER (WHERE from_ms <> previous_until_ms OR until_ms <= from_ms OR w_until < w_from OR w_until - w_from > until_ms - from_ms) AS breaks
      FROM pieces GROUP BY request)
  SELECT count(*) AS requests, coalesce(sum(CASE WHEN coalesce(s.breaks, 0) = 0 AND coalesce(s.ends_ms, r.at_ms) = t.since_ms
      AND coalesce(s.wall_ms, 0) = t.since_ms - r.at_ms THEN 0 ELSE 1 END), 0) AS violations
  FROM live_receipts($p) r JOIN current_tails($p) t USING (request) LEFT JOIN sums s USING (request)`;

export interface LedgerAudit {
  /** Requests whose time line was checked. */
  readonly requests: number;
  /** Requests with a closure, whose classes were checked against it. */
  readonly closed: number;
  readonly violations: number;
}

export async function auditLedger(facts: Facts, position: bigint | null): Promise<LedgerAudit> {
  const p = position ?? 0n;
  const [closed] = await facts.query<{ closed: bigint; violations: bigint }>(AUDIT, { p });
  const [all] = await facts.query<{ requests: bigint; violations: bigint }>(TILING, { p });
  return { requests: Number(all?.requests), closed: Number(closed?.closed), violations: Number(closed?.violations) + Number(all?.violations) };
}
