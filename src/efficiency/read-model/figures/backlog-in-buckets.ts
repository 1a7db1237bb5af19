import { nearestBucketOf } from './dimensions.js';

/**
 * Open requests at many instants in one statement: at the end of each bucket, or at $now_ms when that is earlier, and once
 * more at $now_ms for the total (bucket -1). A request is open where an interval of its ledger that is not CLOSED, or its last
 * known state, covers the instant: the same that `backlog_at` says of one instant. Intervals are cut where a due instant
 * changes and only then taken to the instants, row by row, so that memory goes by the intervals and not by their instants.
 */

/** How many of the instants, $judged_point in order, lie before `ms`. The last one is $now_ms, all others are ends of buckets before it. */
const instantsBefore = (ms: string): string =>
  `(least(len($judged_point) - 1, ${nearestBucketOf(`${ms} - 1`)} + CASE WHEN $bucket_to[-1] < ${ms} THEN 1 ELSE 0 END) + CASE WHEN $now_ms < ${ms} THEN 1 ELSE 0 END)`;
const covers = (from: string, until: string): string => `${instantsBefore(from)} < ${instantsBefore(until)}`;

const WAS_OPEN = `was_open AS MATERIALIZED (
  SELECT request, department, officer, calendar, from_ms, until_ms FROM live_segments($p) WHERE ledger_class <> 'CLOSED' AND ${covers('from_ms', 'until_ms')})`;

const TAILS = `tails AS MATERIALIZED (
  SELECT request, unnest(arg_max(struct_pack(department, officer, ledger_class, since_ms, calendar, received_day), position))
  FROM live_tails($p) WHERE request IN (SELECT request FROM was_open UNION ALL SELECT request FROM open_requests($p, $ever)) GROUP BY request)`;

const STOOD = `stood AS (
  SELECT s.*, t.received_day FROM was_open s JOIN tails t USING (request)
  UNION ALL
  SELECT request, department, officer, calendar, since_ms, $ever, received_day FROM tails WHERE ledger_class <> 'CLOSED')`;

/** What a limit's due instant was from when to when. */
const limitAs = (name: 'promised' | 'statutory'): string => `${name} AS (
  SELECT request, since_ms, coalesce(lead(since_ms) OVER (PARTITION BY request ORDER BY since_ms), $ever) AS end_ms, due_ms, used_from_w, budget_ms
  FROM live_dues($p) WHERE limit_kind = '${name.toUpperCase()}' AND request IN (SELECT request FROM tails))`;

const columns = (name: 'promised' | 'statutory'): string => `${name}.due_ms AS ${name}_due_ms, ${name}.used_from_w AS ${name}_from_w, ${name}.budget_ms AS ${name}_budget_ms`;
const beside = (name: 'promised' | 'statutory'): string =>
  `LEFT JOIN ${name} ON ${name}.request = s.request AND ${name}.since_ms < s.until_ms AND ${name}.end_ms > s.from_ms`;

const CUT = `cut AS (
  SELECT s.request, s.department, s.officer, s.calendar, s.received_day, ${columns('promised')}, ${columns('statutory')},
    greatest(s.from_ms, coalesce(promised.since_ms, s.from_ms), coalesce(statutory.since_ms, s.from_ms)) AS from_ms,
    least(s.until_ms, coalesce(promised.end_ms, s.until_ms), coalesce(statutory.end_ms, s.until_ms)) AS until_ms
  FROM stood s ${beside('promised')} ${beside('statutory')})`;

/** Which bucket is judged at which of the instants; W and D there, by the calendar as it stands. */
const PLACES = 'places AS (SELECT unnest($judged_bucket)::INTEGER AS bucket, unnest($judged_index) AS judged)';
const POINTS = `points AS (SELECT unnest($point_calendar) AS calendar, unnest($point_index) AS judged, unnest($point_w) AS w_now, unnest($point_d) AS d_now)`;

export const backlogInBuckets = `WITH ${[WAS_OPEN, TAILS, STOOD, limitAs('promised'), limitAs('statutory'), CUT, PLACES, POINTS].join(', ')}
  SELECT c.*, $judged_point[c.judged + 1] AS judged_ms, places.bucket, r.warning_share, v.w_now, v.d_now
  FROM (SELECT *, unnest(range(${instantsBefore('from_ms')}, ${instantsBefore('until_ms')})) AS judged FROM cut WHERE from_ms < until_ms AND ${covers('from_ms', 'until_ms')}) c
    JOIN places ON places.judged = c.judged JOIN points v ON v.calendar = c.calendar AND v.judged = c.judged
    JOIN live_receipts($p) r ON r.request = c.request`;
