import type { SqlRow } from '../../efficiency/read-model/duckdb-connection.js';
import type { Facts } from '../../efficiency/read-model/facts.js';
import { inSight, type Sight, sightParams } from '../../efficiency/read-model/sight.js';
import { usedParams } from '../../efficiency/read-model/figures/scope.js';

/** Events shown of one request. */
export const MATCHES_MAX = 20;

/** What is searched for; every part that is there must hold. */
export interface Sought {
  readonly hallId: string;
  readonly applicants: readonly string[] | null;
  readonly officerId: string | null;
  readonly terminalId: string | null;
  readonly principal: string | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly type: string | null;
}
export interface FoundEvent {
  readonly position: bigint;
  readonly revision: number;
  readonly type: string;
  readonly department: string;
  readonly officer: string | null;
  readonly assigned_officer: string | null;
  readonly terminal: string | null;
  readonly principal: string | null;
  readonly at_ms: bigint;
  readonly recorded_at_ms: bigint;
}
export interface FoundRequest extends SqlRow {
  /** Position of the receipt. */
  readonly request: bigint;
  readonly request_id: string;
  readonly service_item: string;
  readonly received_at_ms: bigint;
  readonly applicant_key: string | null;
  readonly matches: bigint;
  readonly events: readonly FoundEvent[];
}
export interface FoundPage {
  readonly rows: readonly FoundRequest[];
  readonly totalCount: number;
}

/** By who an event is of; an assignment is of both officers. */
const CONDITIONS: Readonly<Partial<Record<keyof Sought, string>>> = {
  officerId: '(officer = $officer OR assigned_officer = $officer)', terminalId: 'terminal = $terminal', principal: 'principal = $principal',
  fromMs: 'at_ms >= $from_ms', toMs: 'at_ms < $to_ms', type: 'type = $type',
};

/**
 * Requests of one hall with an event that holds everything asked for, in the order of their receipts: voided ones too, and as the log
 * stood at `position`. Whose they are to see is a matter of now.
 */
export async function foundRequests(
  facts: Facts, sought: Sought, { position, sight }: { readonly position: bigint; readonly sight: Sight | undefined }, page: { readonly first: number; readonly after: bigint | null },
): Promise<FoundPage> {
  const asked = Object.entries(CONDITIONS).filter(([name]) => sought[name as keyof Sought] !== null).map(([, condition]) => condition);
  const applicants = sought.applicants === null ? [] : ["request IN (SELECT request FROM events WHERE list_contains($applicants, applicant_key) AND position <= $p)"];
  const tables = `here AS MATERIALIZED (SELECT request, any_value(request_id) AS request_id, any_value(service_item) AS service_item, any_value(at_ms) AS received_at_ms
      FROM receipts WHERE hall = $hall AND position <= $p GROUP BY request),
    matching AS MATERIALIZED (SELECT e.* FROM events e SEMI JOIN here USING (request) WHERE ${['position <= $p', ...asked, ...applicants, inSight(sight)].join(' AND ')})`;
  const params = {
    p: position, hall: sought.hallId, applicants: sought.applicants ?? [], officer: sought.officerId, terminal: sought.terminalId, principal: sought.principal, type: sought.type,
    from_ms: BigInt(sought.fromMs ?? 0), to_ms: BigInt(sought.toMs ?? 0), after: page.after ?? -1n, ...sightParams(sight),
  };
  const ask = <R extends SqlRow>(sql: string): Promise<readonly R[]> => facts.query<R>(sql, usedParams(sql, params));
  const [total] = await ask<{ requests: bigint }>(`WITH ${tables} SELECT count(DISTINCT request) AS requests FROM matching`);
  const rows = await ask<FoundRequest>(`WITH ${tables}, page AS (
      SELECT request, count(*) AS matches, list(struct_pack(position, revision, type, department, officer, assigned_officer, terminal, principal, at_ms, recorded_at_ms) ORDER BY position)[1:${MATCHES_MAX}] AS events
      FROM matching WHERE request > $after GROUP BY request ORDER BY request LIMIT ${page.first})
    SELECT g.*, h.request_id, h.service_item, h.received_at_ms, r.applicant_key
    FROM page g JOIN here h USING (request) LEFT JOIN events r ON r.position = g.request ORDER BY g.request`);
  return { rows, totalCount: Number(total?.requests ?? 0n) };
}
