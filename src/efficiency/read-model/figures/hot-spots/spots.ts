import type { Scope } from '../scope.js';
import { calendarPoints } from '../scope.js';

/** How an open request stands: a transfer nobody has answered is in HANDOVER, also before anybody knows whether it will be. */
export type SpotState = 'HOLDING' | 'HANDOVER' | 'APPLICANT' | 'STATUTORY';

const OPENED = 'opened AS MATERIALIZED (SELECT request FROM open_requests($p, $now_ms))';
const TAILS = `tails AS MATERIALIZED (
  SELECT request, unnest(arg_max(struct_pack(department, officer, ledger_class, since_ms, w_since, calendar, pending_since_ms), position))
  FROM live_tails($p) WHERE request IN (SELECT request FROM opened) GROUP BY request)`;
const STOOD = `stood AS MATERIALIZED (
  SELECT request, department, officer, CASE WHEN ledger_class = 'HOLDING' AND pending_since_ms IS NOT NULL THEN 'HANDOVER' ELSE ledger_class END AS state
  FROM tails WHERE since_ms <= $now_ms
  UNION ALL
  SELECT s.request, s.department, s.officer, s.ledger_class FROM live_segments($p) s JOIN tails t USING (request)
  WHERE s.from_ms <= $now_ms AND $now_ms < s.until_ms AND t.since_ms > $now_ms)`;
/** The running holding began with the receipt, with the end of the one before it, or with the reopening: the last of them. */
const BEGUN = `begun AS MATERIALIZED (
  SELECT request, max(at_ms) AS since_ms FROM (
    SELECT request, at_ms FROM live_receipts($p) UNION ALL SELECT request, at_ms FROM live_holdings($p)
    UNION ALL SELECT request, at_ms FROM live_reopenings($p))
  WHERE at_ms <= $now_ms AND request IN (SELECT request FROM opened) GROUP BY request)`;
/** Its holding time until now: working time, suspensions out, its own handover in. */
const WAITED = `waited AS (
  SELECT request, sum(ms)::BIGINT AS waited_ms FROM (
    SELECT s.request, least(s.w_until, v.w_now) - s.w_from AS ms
    FROM live_segments($p) s JOIN begun b USING (request) JOIN points v ON v.calendar = s.calendar AND v.version = s.calendar_version
    WHERE s.from_ms >= b.since_ms AND s.from_ms < $now_ms AND s.ledger_class IN ('HOLDING', 'HANDOVER')
    UNION ALL
    SELECT t.request, v.w_now - t.w_since FROM tails t JOIN points v ON v.calendar = t.calendar AND v.current
    WHERE t.since_ms < $now_ms AND t.ledger_class IN ('HOLDING', 'HANDOVER'))
  GROUP BY request)`;
/** The step of the work that the holder recorded last in its running holding. */
const STEPS = `steps AS (
  SELECT g.request, arg_max(g.step, g.fact_key) AS progress_step
  FROM live_progress($p) g JOIN begun b USING (request) JOIN stood s USING (request)
  WHERE g.at_ms >= b.since_ms AND g.at_ms <= $now_ms AND g.department = s.department GROUP BY g.request)`;

/**
 * Open requests at the scope's instant, each at the place where it stands. `route_step` counts from 1, null off the route;
 * of a department that the route names twice it is the first.
 */
export const spotsOf = (scope: Scope): string => `(
  WITH points AS MATERIALIZED (${calendarPoints(scope)}), ${[OPENED, TAILS, STOOD, BEGUN, WAITED, STEPS].join(', ')}
  SELECT s.request, s.department AS charged, s.officer AS charged_officer, s.state, b.since_ms, coalesce(w.waited_ms, 0) AS waited_ms, g.progress_step,
    nullif(list_position(from_json(r.route, '["VARCHAR"]'), s.department), 0)::INTEGER AS route_step
  FROM stood s JOIN begun b USING (request) JOIN live_receipts($p) r USING (request) LEFT JOIN waited w USING (request) LEFT JOIN steps g USING (request))`;
