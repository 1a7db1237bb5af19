import type { SqlRow } from '../../duckdb-connection.js';
import type { Facts } from '../../facts.js';

/** An event that changed figures; of reference data (`data`) it names no request, no department and no instant. */
export interface RestatingEvent extends SqlRow {
  readonly position: bigint;
  readonly type: string;
  readonly revision: number | null;
  readonly data: string | null;
  readonly hall: string | null;
  readonly request_id: string | null;
  readonly department: string | null;
  readonly at_ms: bigint | null;
  readonly recorded_at_ms: bigint;
}

const EVENTS = `
  SELECT e.position, e.type, e.revision, NULL AS data, r.hall, r.request_id, e.department, e.at_ms, e.recorded_at_ms
  FROM (SELECT * FROM events WHERE list_contains($positions, position)) e
    LEFT JOIN (SELECT DISTINCT request, hall, request_id FROM receipts) r USING (request)
  UNION ALL
  SELECT position, type, NULL, data, NULL, NULL, NULL, NULL, recorded_at_ms FROM reference_events WHERE list_contains($positions, position)`;

/** By position. A voided request keeps its name here. */
export async function restatingEvents(facts: Facts, positions: readonly bigint[]): Promise<ReadonlyMap<bigint, RestatingEvent>> {
  if (positions.length === 0) return new Map();
  const rows = await facts.query<RestatingEvent>(EVENTS, { positions });
  return new Map(rows.map((row) => [row.position, row]));
}
