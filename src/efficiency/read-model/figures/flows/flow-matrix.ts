import type { SqlRow } from '../../duckdb-connection.js';
import type { Facts } from '../../facts.js';
import { paramsOf, usedParams, type Scope } from '../scope.js';
import { FLOW_COUNTS, flowCountsOf, type FlowCounts, type FlowKind } from './flow-kinds.js';
import { endsParams, flowRows, type FlowEnds } from './flow-rows.js';
import { limitOf, type Direction, type ListPage } from './list-page.js';

/** Transfers with the requests they belong to. */
export interface Flow {
  readonly counts: FlowCounts;
  readonly requests: number;
}
export interface FlowCell extends Flow {
  readonly from: string;
  readonly to: string;
}
export interface FlowMatrix {
  readonly total: Flow;
  /** Most transfers of one request, as far as they are in the answer. */
  readonly maxTransfers: number;
  readonly totalCount: number;
  readonly cells: readonly FlowCell[];
}
export interface FlowOrder {
  readonly by: FlowKind | 'REQUESTS';
  readonly direction: Direction;
}

type CountRow = SqlRow & { readonly REQUESTS: bigint };
type CellRow = CountRow & { readonly from_department: string; readonly to_department: string };
type TotalRow = CountRow & { readonly cells: bigint; readonly most: bigint | null };

/** Cells that have a transfer, by the order's figure, equal ones by the departments' code points. */
export async function flowMatrix(facts: Facts, scope: Scope, ends: FlowEnds, order: FlowOrder, page: ListPage): Promise<FlowMatrix> {
  const picked = `picked AS MATERIALIZED (${flowRows(scope, ends)})`;
  const counts = `${FLOW_COUNTS}, count(DISTINCT request) AS "REQUESTS"`;
  const totalSql = `WITH ${picked} SELECT ${counts}, count(DISTINCT (from_department, to_department)) AS cells,
    (SELECT max(n) FROM (SELECT count(*) AS n FROM picked GROUP BY request)) AS most FROM picked`;
  const cellsSql = `WITH ${picked} SELECT from_department, to_department, ${counts} FROM picked GROUP BY from_department, to_department
    ORDER BY "${order.by}" ${order.direction}, from_department, to_department ${limitOf(page)}`;
  const params = { ...paramsOf(scope), ...endsParams(ends) };
  const [totals, cells] = await Promise.all([
    facts.query<TotalRow>(totalSql, usedParams(totalSql, params)), facts.query<CellRow>(cellsSql, usedParams(cellsSql, params)),
  ]);
  const total = totals[0]!;
  return {
    total: flowOf(total), maxTransfers: Number(total.most ?? 0n), totalCount: Number(total.cells),
    cells: cells.map((row) => ({ from: row.from_department, to: row.to_department, ...flowOf(row) })),
  };
}

const flowOf = (row: CountRow): Flow => ({ counts: flowCountsOf(row), requests: Number(row.REQUESTS) });
