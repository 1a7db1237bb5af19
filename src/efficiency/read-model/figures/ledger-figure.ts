import type { Facts } from '../facts.js';
import { calendarPoints, conditionsOf, paramsOf, usedParams, type Scope } from './scope.js';

export type LedgerClass = 'CLOSED' | 'OFF_HOURS' | 'STATUTORY' | 'APPLICANT' | 'HANDOVER' | 'HOLDING';
export type LedgerMs = Readonly<Record<LedgerClass, bigint>>;

/**
 * Every instant of the period between receipt and last closure (or now), by class. Segments are cut at the period's edges;
 * W is monotone, so cutting working time is cutting at W of the edge.
 */
export const ledgerRelation = (scope: Scope): string => `
  WITH points AS (${calendarPoints(scope)}), pieces AS (
    SELECT s.request, s.department, s.officer, s.ledger_class,
      least(s.until_ms, $to_ms) - greatest(s.from_ms, $from_ms) AS wall_ms,
      CASE s.ledger_class WHEN 'CLOSED' THEN 0 ELSE least(s.w_until, v.w_to) - greatest(s.w_from, v.w_from) END AS working_ms
    FROM live_segments($p) s LEFT JOIN points v ON v.calendar = s.calendar AND v.version = s.calendar_version
    WHERE s.from_ms < $to_ms AND s.until_ms > $from_ms
    UNION ALL
    SELECT t.request, t.department, t.officer, t.ledger_class,
      least($now_ms, $to_ms) - greatest(t.since_ms, $from_ms), v.w_cut - greatest(t.w_since, v.w_from)
    FROM current_tails($p) t JOIN points v ON v.calendar = t.calendar AND v.current
    WHERE t.ledger_class <> 'CLOSED' AND t.since_ms < least($now_ms, $to_ms) AND least($now_ms, $to_ms) > $from_ms)
  SELECT request, department, officer, ledger_class, CASE ledger_class WHEN 'CLOSED' THEN wall_ms ELSE working_ms END AS ms FROM pieces
  UNION ALL
  SELECT request, department, officer, 'OFF_HOURS', wall_ms - working_ms FROM pieces WHERE ledger_class <> 'CLOSED'`;

export async function ledgerFigure(facts: Facts, scope: Scope): Promise<ReadonlyMap<string | null, LedgerMs>> {
  const sql = `SELECT charged, grouping(charged)::INTEGER AS is_total, ledger_class, sum(ms)::HUGEINT AS ms
    FROM (SELECT *, department AS charged, officer AS charged_officer FROM (${ledgerRelation(scope)})) WHERE ${conditionsOf(scope)}
    GROUP BY GROUPING SETS ((charged, ledger_class), (ledger_class))`;
  const rows = await facts.query<{ charged: string; is_total: number; ledger_class: LedgerClass; ms: bigint }>(sql, usedParams(sql, paramsOf(scope)));
  const ledgers = new Map<string | null, Record<LedgerClass, bigint>>();
  for (const row of rows) {
    const key = row.is_total === 1 ? null : row.charged;
    const ledger = ledgers.get(key) ?? { CLOSED: 0n, OFF_HOURS: 0n, STATUTORY: 0n, APPLICANT: 0n, HANDOVER: 0n, HOLDING: 0n };
    ledger[row.ledger_class] = row.ms;
    ledgers.set(key, ledger);
  }
  return ledgers;
}
