import type { SqlRow } from '../duckdb-connection.js';
import type { Facts } from '../facts.js';
import { nearestBucketOf } from './dimensions.js';
import { askGrouped } from './grouped.js';
import { calendarPoints, EVER_MS, groupingOf, type Scope } from './scope.js';

export { EVER_MS } from './scope.js';
export type LedgerClass = 'CLOSED' | 'OFF_HOURS' | 'STATUTORY' | 'APPLICANT' | 'HANDOVER' | 'HOLDING';
export type LedgerMs = Readonly<Record<LedgerClass, bigint>>;

/** Every interval between receipt and last closure (or now), whole: `w_from`, `w_until` are W of its ends, by its own calendar version. */
const SPANS = `
  SELECT request, department, officer, ledger_class, from_ms, until_ms, w_from, w_until, calendar, calendar_version AS version FROM live_segments($p)
  UNION ALL
  SELECT t.request, t.department, t.officer, t.ledger_class, t.since_ms, $now_ms, t.w_since, v.w_now, t.calendar, v.version
  FROM (SELECT request, unnest(arg_max(struct_pack(department, officer, ledger_class, since_ms, w_since, calendar), position))
      FROM live_tails($p) WHERE request IN (SELECT request FROM open_requests($p, $ever)) GROUP BY request) t
    JOIN points v ON v.calendar = t.calendar AND v.current
  WHERE t.since_ms < $now_ms`;

/** Each part of a span in a bucket, `b_from` to `b_to`. */
const CUT = `
  SELECT *, $bucket_from[bucket + 1] AS b_from, $bucket_to[bucket + 1] AS b_to
  FROM (SELECT *, unnest(range(${nearestBucketOf('from_ms')}, ${nearestBucketOf('until_ms - 1')} + 1))::INTEGER AS bucket
    FROM spans WHERE from_ms < $bucket_to[-1] AND until_ms > $bucket_from[1] AND from_ms < until_ms)`;
const UNCUT = 'SELECT *, 0 AS bucket, $from_ms AS b_from, $to_ms AS b_to FROM spans WHERE from_ms < $to_ms AND until_ms > $from_ms AND $from_ms < $to_ms';

/** W at the edges of each bucket, by calendar version. */
const EDGES = 'SELECT unnest($edge_calendar) AS calendar, unnest($edge_version)::INTEGER AS version, unnest($edge_bucket)::INTEGER AS bucket, unnest($edge_w_from) AS w_from, unnest($edge_w_to) AS w_to';

/**
 * Spans are cut at the edges; W is monotone, so cutting working time is cutting at W of the edge. Takes the parameter `ever`.
 * Of `wall_ms`, what is not `working_ms` is OFF_HOURS, except in CLOSED.
 */
export function piecesOf(scope: Scope): string {
  const timed = groupingOf(scope).buckets.length > 0;
  return `WITH points AS MATERIALIZED (${calendarPoints(scope)}), spans AS (${SPANS}), cut AS (${timed ? CUT : UNCUT}),
    edges AS (${timed ? EDGES : 'SELECT calendar, version, 0 AS bucket, w_from, w_to FROM points'})
  SELECT c.request, c.department AS charged, c.officer AS charged_officer, c.ledger_class, c.bucket,
    greatest(c.from_ms, c.b_from) AS from_ms, least(c.until_ms, c.b_to) AS until_ms, least(c.until_ms, c.b_to) - greatest(c.from_ms, c.b_from) AS wall_ms,
    CASE c.ledger_class WHEN 'CLOSED' THEN 0 ELSE least(c.w_until, e.w_to) - greatest(c.w_from, e.w_from) END AS working_ms
  FROM cut c LEFT JOIN edges e ON e.calendar = c.calendar AND e.version = c.version AND e.bucket = c.bucket`;
}

interface Piece extends SqlRow {
  readonly ledger_class: Exclude<LedgerClass, 'OFF_HOURS'>;
  readonly wall_ms: bigint;
  readonly working_ms: bigint;
}

/** By group; under null the total. */
export async function ledgerFigure(facts: Facts, scope: Scope): Promise<ReadonlyMap<string | null, LedgerMs>> {
  const pieces = await askGrouped<Piece>(facts, scope, {
    from: `(${piecesOf(scope)})`, place: 'PIECE', by: ['ledger_class'], params: { ever: EVER_MS },
    aggregates: 'sum(wall_ms)::HUGEINT AS wall_ms, sum(working_ms)::HUGEINT AS working_ms',
  });
  return new Map([...pieces].map(([key, of]) => [key, ledgerOf(of)]));
}

function ledgerOf(pieces: readonly Piece[]): LedgerMs {
  const ledger: Record<LedgerClass, bigint> = { CLOSED: 0n, OFF_HOURS: 0n, STATUTORY: 0n, APPLICANT: 0n, HANDOVER: 0n, HOLDING: 0n };
  for (const { ledger_class, wall_ms, working_ms } of pieces) {
    const closed = ledger_class === 'CLOSED';
    ledger[ledger_class] += closed ? wall_ms : working_ms;
    ledger.OFF_HOURS += closed ? 0n : wall_ms - working_ms;
  }
  return ledger;
}
