import { requestStreamPrefix } from '../../../service-request/domain/events.js';
import type { SqlRow } from '../duckdb-connection.js';
import type { Facts } from '../facts.js';
import { inSight, sightParams, type Sight } from '../sight.js';

/** Requests that may be seen, and are measured in reality and not under the rules. Who held one is asked of reality: under the rules it may have no facts. */
export async function unmeasuredInSight(actual: Facts, ruled: Facts, sight: Sight): Promise<number> {
  const parked = await ruled.query<SqlRow & { readonly stream: string }>('SELECT stream FROM parked WHERE behind IS NULL');
  const [row] = await actual.query<{ n: bigint }>(
    `SELECT count(DISTINCT request) AS n FROM (SELECT request, '${requestStreamPrefix}' || hall || '.' || request_id AS stream FROM receipts)
     WHERE list_contains($streams, stream) AND stream NOT IN (SELECT stream FROM parked WHERE behind IS NULL) AND ${inSight(sight)}`,
    { streams: parked.map(({ stream }) => stream), ...sightParams(sight) });
  return Number(row?.n ?? 0n);
}
