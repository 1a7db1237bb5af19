import type { SqlRow } from '../../duckdb-connection.js';
import type { Facts } from '../../facts.js';
import { FIGURES, SOURCES } from '../figure-relations.js';
import { ofRequest } from './of-request.js';
import { chargedTo, conditionsOf, inPeriod, paramsOf, usedParams, type Scope } from '../scope.js';

export interface RulingRow extends SqlRow {
  readonly request: bigint;
  readonly hall: string;
  readonly request_id: string;
  readonly service_item: string;
  readonly department: string;
  readonly to_department: string;
  readonly officer: string | null;
  readonly at_ms: bigint;
  readonly revision: number;
  readonly hop_revision: number;
  readonly hop_at_ms: bigint;
  readonly is_refusal: boolean;
  readonly recalled: boolean;
  readonly verdict: 'JUSTIFIED' | 'BUCK_PASSING';
  readonly stands: boolean;
}
export interface RulingsOf {
  readonly verdict: RulingRow['verdict'] | null;
  /** Of this request, hallId.requestId; null: of all. */
  readonly id: string | null;
}
/** A place in the list. */
export interface RulingPlace {
  readonly request: bigint;
  readonly revision: bigint;
}

/** Every ruling of the period, those that a later one has replaced too, by request in the order of the receipts. */
export async function rulingsList(
  facts: Facts, scope: Scope, { verdict, id }: RulingsOf, first: number, after: RulingPlace | null,
): Promise<{ readonly rows: readonly RulingRow[]; readonly totalCount: number }> {
  const definition = FIGURES.RULINGS;
  const own = `${verdict === null ? 'TRUE' : `verdict = '${verdict}'`} AND ${ofRequest(id)}`;
  const picked = `SELECT * FROM (SELECT *, ${chargedTo(definition)} FROM ${SOURCES[definition.source]}) WHERE ${own} AND ${inPeriod} AND ${conditionsOf(scope)}`;
  const totalSql = `SELECT count(*) AS n FROM (${picked})`;
  const [total] = await facts.query<{ n: bigint }>(totalSql, usedParams(totalSql, { ...paramsOf(scope), id }));
  const sql = `WITH page AS (SELECT * FROM (${picked})
      WHERE (request, revision::BIGINT) > ($after_request, $after_revision) ORDER BY request, revision LIMIT ${first})
    SELECT o.*, r.hall, r.request_id, r.service_item FROM page o JOIN live_receipts($p) r USING (request) ORDER BY o.request, o.revision`;
  const { request, revision } = after ?? { request: -1n, revision: -1n };
  const rows = await facts.query<RulingRow>(sql, usedParams(sql, { ...paramsOf(scope), id, after_request: request, after_revision: revision }));
  return { rows, totalCount: Number(total?.n ?? 0n) };
}
