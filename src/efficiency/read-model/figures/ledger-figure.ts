import type { SqlRow } from '../duckdb-connection.js';
import type { Facts } from '../facts.js';
import { calendarPoints, conditionsOf, paramsOf, usedParams, type Scope } from './scope.js';

export type LedgerClass = 'CLOSED' | 'OFF_HOURS' | 'STATUTORY' | 'APPLICANT' | 'HANDOVER' | 'HOLDING';
export type LedgerMs = Readonly<Record<LedgerClass, bigint>>;

/**
 * Every instant of the period between receipt and last closure (or now). Segments are cut at the period's edges; W is
 * monotone, so cutting working time is cutting at W of the edge.
 */
const piecesOf = (scope: Scope): string => `
  WITH points AS (${calendarPoints(scope)})
  SELECT s.request, s.department AS charged, s.officer AS charged_officer, s.ledger_class,
    least(s.until_ms, $to_ms) - greatest(s.from_ms, $from_ms) AS wall_ms,
    CASE s.ledger_class WHEN 'CLOSED' THEN 0 ELSE least(s.w_until, v.w_to) - greatest(s.w_from, v.w_from) END AS working_ms
  FROM live_segments($p) s LEFT JOIN points v ON v.calendar = s.calendar AND v.version = s.calendar_version
  WHERE s.from_ms < $to_ms AND s.until_ms > $from_ms
  UNION ALL
  SELECT t.request, t.department, t.officer, t.ledger_class, least($now_ms, $to_ms) - greatest(t.since_ms, $from_ms), v.w_cut - greatest(t.w_since, v.w_from)
  FROM (SELECT request, unnest(arg_max(struct_pack(department, officer, ledger_class, since_ms, w_since, calendar), position))
      FROM live_tails($p) WHERE request IN (SELECT request FROM open_requests($p, $ever)) GROUP BY request) t
    JOIN points v ON v.calendar = t.calendar AND v.current
  WHERE t.since_ms < least($now_ms, $to_ms) AND least($now_ms, $to_ms) > $from_ms`;

/** Whatever was recorded, however late it occurred. */
const EVER_MS = 2n ** 62n;
interface Piece extends SqlRow {
  readonly charged: string;
  readonly is_total: number;
  readonly ledger_class: Exclude<LedgerClass, 'OFF_HOURS'>;
  readonly wall_ms: bigint;
  readonly working_ms: bigint;
}

export async function ledgerFigure(facts: Facts, scope: Scope): Promise<ReadonlyMap<string | null, LedgerMs>> {
  const sql = `SELECT charged, grouping(charged)::INTEGER AS is_total, ledger_class, sum(wall_ms)::HUGEINT AS wall_ms, sum(working_ms)::HUGEINT AS working_ms
    FROM (${piecesOf(scope)}) WHERE ${conditionsOf(scope)} GROUP BY GROUPING SETS ((charged, ledger_class), (ledger_class))`;
  const rows = await facts.query<Piece>(sql, usedParams(sql, { ...paramsOf(scope), ever: EVER_MS }));
  const ledgers = new Map<string | null, Record<LedgerClass, bigint>>();
  for (const { charged, is_total, ledger_class, wall_ms, working_ms } of rows) {
    const key = is_total === 1 ? null : charged;
    const ledger = ledgers.get(key) ?? { CLOSED: 0n, OFF_HOURS: 0n, STATUTORY: 0n, APPLICANT: 0n, HANDOVER: 0n, HOLDING: 0n };
    const closed = ledger_class === 'CLOSED';
    ledger[ledger_class] += closed ? wall_ms : working_ms;
    ledger.OFF_HOURS += closed ? 0n : wall_ms - working_ms;
    ledgers.set(key, ledger);
  }
  return ledgers;
}
