/** Relations that more than one figure stands on; created with the file. */

/** Where every open request stood at an instant: in its current state, or in an earlier interval of the ledger. */
const openAt = `CREATE MACRO open_at(p, now_ms) AS TABLE
  SELECT request, department, officer, ledger_class, calendar, received_day FROM current_tails(p)
    WHERE since_ms <= now_ms AND ledger_class <> 'CLOSED'
  UNION ALL
  SELECT s.request, s.department, s.officer, s.ledger_class, s.calendar, t.received_day
    FROM live_segments(p) s JOIN current_tails(p) t USING (request)
    WHERE s.from_ms <= now_ms AND now_ms < s.until_ms AND t.since_ms > now_ms AND s.ledger_class <> 'CLOSED'`;

/** The due instant of every limit as it stood at an instant. */
const dueAt = `CREATE MACRO due_at(p, now_ms) AS TABLE
  SELECT request, limit_kind, unnest(arg_max(struct_pack(due_ms, used_from_w, budget_ms, stopped_at_ms), fact_key))
  FROM live_dues(p) WHERE since_ms <= now_ms GROUP BY request, limit_kind`;

/**
 * By due date (§7): a closed request is decided by its last closure, an open one by whether its due instant is past.
 * `at_ms` is the due instant; a stopped clock has none.
 */
const dueStanding = `CREATE MACRO due_standing(p, now_ms) AS TABLE
  WITH last_closure AS (
    SELECT request, unnest(arg_max(struct_pack(department, officer, promised, promised_due_ms, statutory, statutory_due_ms), fact_key))
    FROM live_closures(p) WHERE at_ms <= now_ms GROUP BY request)
  SELECT request, d.limit_kind, r.department AS first_department,
    coalesce(o.department, c.department) AS department, CASE WHEN o.request IS NULL THEN c.officer ELSE o.officer END AS officer,
    CASE WHEN o.request IS NOT NULL THEN d.due_ms WHEN d.limit_kind = 'PROMISED' THEN c.promised_due_ms ELSE c.statutory_due_ms END AS at_ms,
    CASE WHEN o.request IS NULL AND CASE d.limit_kind WHEN 'PROMISED' THEN c.promised ELSE c.statutory END = 'ON_TIME' THEN 'DONE_ON_TIME'
      WHEN o.request IS NULL THEN 'FAILED'
      WHEN d.due_ms IS NULL THEN 'SUSPENDED'
      WHEN d.due_ms < now_ms THEN 'FAILED' ELSE 'NOT_YET_DUE' END AS standing
  FROM live_receipts(p) r JOIN due_at(p, now_ms) d USING (request)
    LEFT JOIN open_at(p, now_ms) o USING (request) LEFT JOIN last_closure c USING (request)
  WHERE r.at_ms <= now_ms`;

export const STANDING_MACROS: readonly string[] = [openAt, dueAt, dueStanding];
