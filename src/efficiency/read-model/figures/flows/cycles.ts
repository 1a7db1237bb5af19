import type { SqlParams, SqlRow } from '../../duckdb-connection.js';
import type { Facts } from '../../facts.js';
import { inCanonicalOrder } from '../../../projections/cycles.js';
import { conditionsOf, inPeriod, paramsOf, usedParams, type Scope } from '../scope.js';
import { limitOf, type Direction, type ListPage } from './list-page.js';
import { openedRequests, type OpenedPage, type ReceiptPage } from './opened-requests.js';

/** The same way round, however often it was gone. */
export interface Cycle {
  readonly departments: readonly string[];
  readonly times: number;
  readonly requests: number;
}
export interface CycleChoice {
  readonly minLength: number;
  readonly maxLength: number;
  /** Only those through this department. */
  readonly through?: string;
}
export type CycleOrder = 'TIMES' | 'REQUESTS' | 'LENGTH';
export interface Cycles {
  readonly times: number;
  readonly requests: number;
  readonly totalCount: number;
  readonly cycles: readonly Cycle[];
}

/** By the transfer that closes it: its instant, its sender, its officer. */
const cycleRows = (scope: Scope): string =>
  `SELECT * FROM (SELECT *, department AS charged, officer AS charged_officer FROM live_cycles($p)) WHERE ${inPeriod} AND ${conditionsOf(scope)}`;
const CHOSEN = `length BETWEEN $min_length AND $max_length AND ($through IS NULL OR list_contains(from_json(departments, '["VARCHAR"]'), $through))`;
const ORDERED_BY: Readonly<Record<CycleOrder, string>> = { TIMES: 'times', REQUESTS: 'requests', LENGTH: 'length' };

interface CycleRow extends SqlRow {
  readonly departments: string;
  readonly times: bigint;
  readonly requests: bigint;
}
type TotalRow = SqlRow & Readonly<Record<'times' | 'requests' | 'cycles', bigint>>;

/** By the order's figure, then those gone most often, the shortest, and by code points. */
export async function cyclesList(
  facts: Facts, scope: Scope, choice: CycleChoice, order: { readonly by: CycleOrder; readonly direction: Direction }, page: ListPage,
): Promise<Cycles> {
  const picked = `SELECT * FROM (${cycleRows(scope)}) WHERE ${CHOSEN}`;
  const params = { ...paramsOf(scope), ...chosenBy(choice) };
  const totalSql = `SELECT count(*) AS times, count(DISTINCT request) AS requests, count(DISTINCT departments) AS cycles FROM (${picked})`;
  const listSql = `SELECT departments, length, count(*) AS times, count(DISTINCT request) AS requests FROM (${picked}) GROUP BY departments, length
    ORDER BY ${ORDERED_BY[order.by]} ${order.direction}, times DESC, length, departments ${limitOf(page)}`;
  const [totals, rows] = await Promise.all([
    facts.query<TotalRow>(totalSql, usedParams(totalSql, params)), facts.query<CycleRow>(listSql, usedParams(listSql, params)),
  ]);
  const total = totals[0]!;
  return {
    times: Number(total.times), requests: Number(total.requests), totalCount: Number(total.cycles),
    cycles: rows.map((row) => ({ departments: JSON.parse(row.departments) as string[], times: Number(row.times), requests: Number(row.requests) })),
  };
}

/** The requests that went one way round, wherever the caller lets it begin. */
export function cycleRequests(facts: Facts, scope: Scope, departments: readonly string[], page: ReceiptPage): Promise<OpenedPage> {
  const picked = `SELECT request, count(*) AS occurrences FROM (${cycleRows(scope)}) WHERE departments = $cycle GROUP BY request`;
  return openedRequests(facts, scope, picked, { cycle: JSON.stringify(inCanonicalOrder(departments)) }, page);
}

const chosenBy = ({ minLength, maxLength, through }: CycleChoice): SqlParams =>
  ({ min_length: BigInt(minLength), max_length: BigInt(maxLength), through: through ?? null });
