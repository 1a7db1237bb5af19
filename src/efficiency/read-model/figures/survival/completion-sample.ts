import { calendarPoints, type Scope } from '../scope.js';

/** LEAD: wall clock since the receipt. PROCESSING: working time since the receipt, suspensions out. */
export type TimeAxis = 'LEAD' | 'PROCESSING';
export type LimitName = 'PROMISED' | 'STATUTORY';

const COHORT = `cohort AS MATERIALIZED (
  SELECT request, at_ms, department AS charged, officer AS charged_officer FROM live_receipts($p)
  WHERE at_ms <= $now_ms AND at_ms >= $from_ms AND at_ms < $to_ms)`;
/** The first closure of each, when it was made by now; whatever came after it is another story. */
const FIRST = 'first_closures AS MATERIALIZED (SELECT c.* FROM live_closures($p) c WHERE c.fact_key = 0 AND c.at_ms <= $now_ms AND c.request IN (SELECT request FROM cohort))';
const OPEN = 'open AS MATERIALIZED (SELECT request, at_ms FROM cohort WHERE request NOT IN (SELECT request FROM first_closures))';
/** HOLDING and HANDOVER of the open ones until now. */
const WORKED = `worked AS (
  SELECT request, sum(ms)::BIGINT AS ms FROM (
    SELECT s.request, least(s.w_until, v.w_now) - s.w_from AS ms
    FROM live_segments($p) s JOIN points v ON v.calendar = s.calendar AND v.version = s.calendar_version
    WHERE s.request IN (SELECT request FROM open) AND s.from_ms < $now_ms AND s.ledger_class IN ('HOLDING', 'HANDOVER')
    UNION ALL
    SELECT t.request, v.w_now - t.w_since
    FROM (SELECT request, unnest(arg_max(struct_pack(ledger_class, since_ms, w_since, calendar), position))
        FROM live_tails($p) WHERE request IN (SELECT request FROM open) GROUP BY request) t
      JOIN points v ON v.calendar = t.calendar AND v.current
    WHERE t.since_ms < $now_ms AND t.ledger_class IN ('HOLDING', 'HANDOVER'))
  GROUP BY request)`;

const OPEN_FOR: Readonly<Record<TimeAxis, string>> = { LEAD: '$now_ms - o.at_ms', PROCESSING: 'coalesce(w.ms, 0)' };
const DONE_IN: Readonly<Record<TimeAxis, string>> = { LEAD: 'f.lead_ms', PROCESSING: 'f.processing_ms' };

/**
 * Every request received in the period and by the scope's instant, charged to who took it first: how long until its first
 * closure (`done`), or for how long it has been open without one.
 */
export function completionSample(scope: Scope, axis: TimeAxis): string {
  const worked = axis === 'PROCESSING';
  return `(WITH ${[...(worked ? [`points AS MATERIALIZED (${calendarPoints(scope)})`] : []), COHORT, FIRST, OPEN, ...(worked ? [WORKED] : [])].join(', ')}
    SELECT c.*, ${DONE_IN[axis]} AS t, TRUE AS done FROM cohort c JOIN first_closures f USING (request)
    UNION ALL
    SELECT c.*, ${OPEN_FOR[axis]}, FALSE FROM cohort c JOIN open o USING (request) ${worked ? 'LEFT JOIN worked w USING (request)' : ''})`;
}

/**
 * The same against a limit, of those that have one: the time is the used share of the budget, so that 1 is the limit whatever
 * it is. What was closed late, or is past its due instant, is put at 2: beyond, by the same verdict as everywhere.
 */
export function limitSample(scope: Scope, limit: LimitName): string {
  const name = limit.toLowerCase();
  const share = (used: string, budget: string): string => `CASE WHEN ${budget} <= 0 THEN 0 ELSE greatest(0, least(1, (${used})::DOUBLE / ${budget})) END`;
  return `(WITH points AS MATERIALIZED (${calendarPoints(scope)}), ${COHORT}, ${FIRST}, ${OPEN},
    dues AS (SELECT request, unnest(arg_max(struct_pack(due_ms, used_from_w, budget_ms, stopped_w), fact_key)) FROM live_dues($p)
      WHERE limit_kind = '${limit}' AND since_ms <= $now_ms AND request IN (SELECT request FROM open) GROUP BY request)
    SELECT c.*, CASE f.${name} WHEN 'LATE' THEN 2 ELSE ${share(`f.${name}_used_ms`, `f.${name}_budget_ms`)} END AS t, TRUE AS done
    FROM cohort c JOIN first_closures f USING (request) WHERE f.${name} <> 'NO_LIMIT'
    UNION ALL
    SELECT c.*, CASE WHEN d.due_ms < $now_ms THEN 2 ELSE ${share('coalesce(d.stopped_w, v.w_now) - d.used_from_w', 'd.budget_ms')} END, FALSE
    FROM cohort c JOIN dues d USING (request) JOIN live_receipts($p) r USING (request) JOIN points v ON v.calendar = r.calendar AND v.current)`;
}
/** Past the limit in the sample above. */
export const AT_LIMIT = 1;
