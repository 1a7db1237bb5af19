/**
 * Relations that more than one figure stands on; created with the file. They find the few open requests first, so that the
 * memory a question takes goes by what is open and not by years of closed requests.
 */

/** A receipt and a reopening open, a closure closes: what was opened once more than closed is open. */
const openRequests = `CREATE MACRO open_requests(p, now_ms) AS TABLE
  SELECT request FROM (
    SELECT request, 1 AS opened FROM live_receipts(p) WHERE at_ms <= now_ms
    UNION ALL SELECT request, 1 FROM live_reopenings(p) WHERE at_ms <= now_ms
    UNION ALL SELECT request, -1 FROM live_closures(p) WHERE at_ms <= now_ms)
  GROUP BY request HAVING sum(opened) > 0`;

/** The last closure of every request that was completed at an instant. */
const closedAt = `CREATE MACRO closed_at(p, now_ms) AS TABLE
  SELECT c.* FROM (SELECT * FROM live_closures(p) WHERE at_ms <= now_ms) c
  ANTI JOIN (SELECT request, fact_key FROM live_reopenings(p) WHERE at_ms <= now_ms) r ON r.request = c.request AND r.fact_key = c.fact_key`;

/** Parts of the relations below, over the open requests found once. */
const OPEN = 'opened AS MATERIALIZED (SELECT request FROM open_requests(p, now_ms))';
const TAILS = `tails AS MATERIALIZED (
  SELECT request, unnest(arg_max(struct_pack(department, officer, ledger_class, since_ms, w_since, calendar, received_day), position))
  FROM live_tails(p) WHERE request IN (SELECT request FROM opened) GROUP BY request)`;
/** Where each stood: in its last known state, or in an earlier interval of the ledger. */
const STOOD = `stood AS (
  SELECT request, department, officer, ledger_class, calendar, received_day FROM tails WHERE since_ms <= now_ms
  UNION ALL
  SELECT s.request, s.department, s.officer, s.ledger_class, s.calendar, t.received_day
  FROM live_segments(p) s JOIN tails t USING (request) WHERE s.from_ms <= now_ms AND now_ms < s.until_ms AND t.since_ms > now_ms)`;
/** The due instant of each of their limits, as it stood. */
const DUES = `dues AS (
  SELECT request, limit_kind, unnest(arg_max(struct_pack(due_ms, used_from_w, budget_ms, stopped_at_ms), fact_key))
  FROM live_dues(p) WHERE since_ms <= now_ms AND request IN (SELECT request FROM opened) GROUP BY request, limit_kind)`;

const openAt = `CREATE MACRO open_at(p, now_ms) AS TABLE WITH ${OPEN}, ${TAILS}, ${STOOD} SELECT * FROM stood`;

/** Open requests with both limits; what is null of a limit tells it is stopped (no due instant) or not there (no budget). */
const backlogAt = `CREATE MACRO backlog_at(p, now_ms) AS TABLE
  WITH ${OPEN}, ${TAILS}, ${STOOD}, ${DUES},
  promised AS (SELECT * FROM dues WHERE limit_kind = 'PROMISED'), statutory AS (SELECT * FROM dues WHERE limit_kind = 'STATUTORY')
  SELECT s.*, r.warning_share,
    pr.due_ms AS promised_due_ms, pr.used_from_w AS promised_from_w, pr.budget_ms AS promised_budget_ms,
    st.due_ms AS statutory_due_ms, st.used_from_w AS statutory_from_w, st.budget_ms AS statutory_budget_ms
  FROM stood s JOIN live_receipts(p) r USING (request) LEFT JOIN promised pr USING (request) LEFT JOIN statutory st USING (request)`;

const decided = (limit: 'promised' | 'statutory'): string => `
  SELECT request, '${limit.toUpperCase()}' AS limit_kind, first_department, department, officer, ${limit}_due_ms AS at_ms,
    CASE ${limit} WHEN 'ON_TIME' THEN 'DONE_ON_TIME' ELSE 'FAILED' END AS standing
  FROM closed_at(p, now_ms) WHERE ${limit} <> 'NO_LIMIT'`;

/**
 * By due date (§7): a closed request is decided by its last closure, an open one by whether its due instant is past.
 * \`at_ms\` is the due instant; a stopped clock has none.
 */
const dueStanding = `CREATE MACRO due_standing(p, now_ms) AS TABLE
  WITH ${OPEN}, ${TAILS}, ${STOOD}, ${DUES}
  ${decided('promised')} UNION ALL ${decided('statutory')} UNION ALL
  SELECT request, d.limit_kind, r.department, s.department, s.officer, d.due_ms,
    CASE WHEN d.due_ms IS NULL THEN 'SUSPENDED' WHEN d.due_ms < now_ms THEN 'FAILED' ELSE 'NOT_YET_DUE' END
  FROM stood s JOIN dues d USING (request) JOIN live_receipts(p) r USING (request)`;

/** Closures that nobody has rated, whatever has become of them since. */
const unratedClosures = `CREATE MACRO unrated_closures(p) AS TABLE
  SELECT c.* FROM (SELECT * FROM live_closures(p)) c
  ANTI JOIN (SELECT request, closure FROM live_ratings(p)) r ON r.request = c.request AND r.closure = c.fact_key`;

/**
 * Rectifications opened by an instant, by where each stood then. Whose it is stands in the rating that opened it: with a
 * voided request that goes, and the rectification with it. \`at_ms\` is the opening.
 */
const rectificationsAt = `CREATE MACRO rectifications_at(p, now_ms) AS TABLE
  SELECT o.request, o.closure, o.at_ms, o.due_ms, r.department, r.officer, r.score, r.at_ms AS closed_at_ms, c.at_ms AS completed_at_ms,
    c.department AS completed_by, c.at_ms - o.at_ms AS taken_ms, c.revision AS completion_revision,
    CASE WHEN c.at_ms <= o.due_ms THEN 'DONE_ON_TIME' WHEN c.at_ms IS NOT NULL THEN 'DONE_LATE' WHEN o.due_ms < now_ms THEN 'OVERDUE' ELSE 'UNDER_WAY' END AS standing
  FROM (SELECT * FROM live_rectifications(p) WHERE at_ms <= now_ms) o
  JOIN (SELECT * FROM live_ratings(p)) r ON r.request = o.request AND r.closure = o.closure
  LEFT JOIN (SELECT * FROM live_rectification_completions(p) WHERE at_ms <= now_ms) c ON c.request = o.request AND c.closure = o.closure`;

export const STANDING_MACROS: readonly string[] = [openRequests, closedAt, openAt, backlogAt, dueStanding, unratedClosures, rectificationsAt];
