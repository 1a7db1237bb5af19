import type { Facts } from '../facts.js';
import { filterSql } from './figure-filter.js';
import { inSight } from '../sight.js';
import { paramsOf, usedParams, type Scope } from './scope.js';

/** Departments that ever held a request that may be seen, by code points of their ids; those left out that the filter leaves out whatever the request. */
export async function departmentsOf(facts: Facts, scope: Scope): Promise<readonly string[]> {
  const seen = scope.sight === undefined ? '' : ` WHERE ${inSight(scope.sight)}`;
  const sql = `SELECT DISTINCT charged AS department FROM (
      SELECT department AS charged FROM live_receipts($p)${seen} UNION ALL SELECT to_department FROM live_transfers($p)${seen})
    WHERE coalesce(${filterSql(scope.filter).ofDepartment}, TRUE) ORDER BY department`;
  const rows = await facts.query<{ department: string }>(sql, usedParams(sql, paramsOf(scope)));
  return rows.map(({ department }) => department);
}
