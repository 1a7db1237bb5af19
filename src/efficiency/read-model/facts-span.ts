import type { Facts } from './facts.js';
import type { MsRange } from './figures/figure-filter.js';
import { paramsOf, usedParams, type Scope } from './figures/scope.js';
import { inSight } from './sight.js';

const instants = ({ sight }: Scope): string => `
  SELECT min(at_ms) AS first, max(at_ms) AS last FROM events WHERE position <= $p${sight ? ` AND ${inSight(sight)}` : ''}
  UNION ALL SELECT min(due_ms), max(due_ms) FROM live_dues($p)${sight ? ` WHERE ${inSight(sight)}` : ''}
  UNION ALL SELECT least(min(promised_due_ms), min(statutory_due_ms)), greatest(max(promised_due_ms), max(statutory_due_ms)) FROM live_closures($p)${sight ? ` WHERE ${inSight(sight)}` : ''}`;

/** The span the calendars are laid out for; a period without an end reaches so far. */
export const EARLIEST_MS = Date.UTC(1970, 0, 2);
export const LATEST_MS = Date.UTC(2100, 11, 30);

/**
 * The part of the period in which anything lies that a figure counts, until the instant of the question at least. Only an open
 * end is drawn in: it would else have buckets since 1970.
 */
export async function factsSpan(facts: Facts, scope: Scope): Promise<MsRange> {
  const { fromMs, toMs, nowMs } = scope;
  if (fromMs > EARLIEST_MS && toMs < LATEST_MS) return { fromMs, toMs };
  const sql = `SELECT min(first) AS first, max(last) AS last FROM (${instants(scope)})`;
  const [row] = await facts.query<{ first: bigint | null; last: bigint | null }>(sql, usedParams(sql, paramsOf(scope)));
  const first = row?.first == null ? nowMs : Math.min(nowMs, Number(row.first));
  const last = row?.last == null ? nowMs : Math.max(nowMs, Number(row.last));
  return {
    fromMs: fromMs > EARLIEST_MS ? fromMs : Math.min(toMs, Math.max(fromMs, first)),
    toMs: toMs < LATEST_MS ? toMs : Math.max(fromMs, Math.min(toMs, last + 1)),
  };
}
