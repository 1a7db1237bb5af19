import type { SqlRow } from '../../duckdb-connection.js';
import type { Facts } from '../../facts.js';
import { piecesOf, type LedgerClass } from '../ledger-figure.js';
import { paramsOf, usedParams, type Scope } from '../scope.js';
import { DELAY_PARAMS } from './delays.js';

/** An interval in which class, department and officer stay the same; of CLOSED all of it is wall clock. */
export interface RequestInterval extends SqlRow {
  readonly department: string;
  readonly officer: string | null;
  readonly ledger_class: Exclude<LedgerClass, 'OFF_HOURS'>;
  readonly from_ms: bigint;
  readonly until_ms: bigint;
  readonly wall_ms: bigint;
  readonly working_ms: bigint;
}

/** One request's intervals in the scope's period, in the order of time; null for a request that no figure knows. */
export async function requestIntervals(facts: Facts, scope: Scope, hallId: string, requestId: string): Promise<readonly RequestInterval[] | null> {
  const found = 'SELECT request FROM live_receipts($p) WHERE hall = $hall AND request_id = $request_id';
  const [known] = await facts.query<{ request: bigint }>(found, { p: scope.position, hall: hallId, request_id: requestId });
  if (known === undefined) return null;
  const sql = `SELECT charged AS department, charged_officer AS officer, ledger_class, from_ms, until_ms, wall_ms, working_ms
    FROM (${piecesOf(scope)}) WHERE request = $request ORDER BY from_ms`;
  return facts.query<RequestInterval>(sql, usedParams(sql, { ...paramsOf(scope), ...DELAY_PARAMS, request: known.request }));
}
