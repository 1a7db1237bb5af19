/**
 * Open requests at many instants in one statement: at the end of each bucket, or at $now_ms when that is earlier, and once
 * more at $now_ms for the total (bucket -1). A request is open where an interval of its ledger that is not CLOSED, or its last
 * known state, covers the instant: the same that `backlog_at` says of one instant.
 */
const PLACES = `places AS MATERIALIZED (SELECT unnest($judged_bucket)::INTEGER AS bucket, unnest($judged_at) AS judged_ms),
  instants AS MATERIALIZED (SELECT DISTINCT judged_ms FROM places)`;

const WAS_OPEN = `was_open AS MATERIALIZED (
  SELECT s.request, s.department, s.officer, s.calendar, i.judged_ms
  FROM (SELECT * FROM live_segments($p) WHERE ledger_class <> 'CLOSED') s JOIN instants i ON s.from_ms <= i.judged_ms AND i.judged_ms < s.until_ms)`;

const TAILS = `tails AS MATERIALIZED (
  SELECT request, unnest(arg_max(struct_pack(department, officer, ledger_class, since_ms, calendar, received_day), position))
  FROM live_tails($p) WHERE request IN (SELECT request FROM was_open UNION ALL SELECT request FROM open_requests($p, $ever)) GROUP BY request)`;

const STOOD = `stood AS MATERIALIZED (
  SELECT s.*, t.received_day FROM was_open s JOIN tails t USING (request)
  UNION ALL
  SELECT t.request, t.department, t.officer, t.calendar, i.judged_ms, t.received_day
  FROM tails t JOIN instants i ON t.since_ms <= i.judged_ms WHERE t.ledger_class <> 'CLOSED')`;

/** The due instant of each limit as it stood at each of the instants. */
const DUES = `dues AS MATERIALIZED (
  SELECT s.request, s.judged_ms, d.limit_kind, unnest(arg_max(struct_pack(due_ms, used_from_w, budget_ms), fact_key))
  FROM live_dues($p) d JOIN (SELECT request, judged_ms FROM stood) s ON s.request = d.request AND d.since_ms <= s.judged_ms
  GROUP BY s.request, s.judged_ms, d.limit_kind)`;

/** W and D at each instant, by the calendar as it stands. */
const POINTS = 'points AS (SELECT unnest($judged_calendar) AS calendar, unnest($judged_point) AS judged_ms, unnest($judged_w) AS w_now, unnest($judged_d) AS d_now)';

const limit = (name: 'promised' | 'statutory'): string =>
  `LEFT JOIN (SELECT request, judged_ms, due_ms AS ${name}_due_ms, used_from_w AS ${name}_from_w, budget_ms AS ${name}_budget_ms FROM dues
    WHERE limit_kind = '${name.toUpperCase()}') ${name} ON ${name}.request = s.request AND ${name}.judged_ms = s.judged_ms`;

export const backlogInBuckets = `WITH ${PLACES}, ${WAS_OPEN}, ${TAILS}, ${STOOD}, ${DUES}, ${POINTS}
  SELECT s.request, s.department, s.officer, s.judged_ms, s.received_day, places.bucket, r.warning_share, v.w_now, v.d_now,
    promised_due_ms, promised_from_w, promised_budget_ms, statutory_due_ms, statutory_from_w, statutory_budget_ms
  FROM stood s JOIN places ON places.judged_ms = s.judged_ms JOIN live_receipts($p) r ON r.request = s.request
    JOIN points v ON v.calendar = s.calendar AND v.judged_ms = s.judged_ms ${limit('promised')} ${limit('statutory')}`;
