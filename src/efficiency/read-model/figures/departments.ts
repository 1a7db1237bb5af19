import type { Facts } from '../facts.js';
import { paramsOf, usedParams, type Scope } from './scope.js';

/** Departments that ever held a request, by code points of their ids. */
export async function departmentsOf(facts: Facts, scope: Scope): Promise<readonly string[]> {
  const wanted = scope.filter.departmentIds === undefined ? 'TRUE' : 'list_contains($departmentIds, department)';
  const sql = `SELECT DISTINCT department FROM (
      SELECT department FROM live_receipts($p) UNION ALL SELECT to_department FROM live_transfers($p))
    WHERE ${wanted} ORDER BY department`;
  const rows = await facts.query<{ department: string }>(sql, usedParams(sql, paramsOf(scope)));
  return rows.map(({ department }) => department);
}
