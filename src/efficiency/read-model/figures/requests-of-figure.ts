import type { Facts } from '../facts.js';
import { FIGURES, SOURCES, STANDING, type Figure } from './figure-relations.js';
import { type RequestSummaryRow, withSummaries } from './request-summaries.js';
import { chargedTo, conditionsOf, inPeriod, paramsOf, usedParams, type Scope } from './scope.js';

/** One request behind a figure; `occurrences` says how often it counts there, so the sum over all pages is the figure. */
export interface RequestOfFigure extends RequestSummaryRow {
  readonly occurrences: bigint;
}
export interface RequestPage {
  readonly rows: readonly RequestOfFigure[];
  readonly totalCount: number;
  readonly occurrences: number;
}

function pickedBy(scope: Scope, figure: Figure): string {
  const definition = FIGURES[figure];
  return `SELECT request, count(*) AS occurrences FROM (SELECT *, ${chargedTo(definition)} FROM ${SOURCES[definition.source]})
    WHERE (${definition.where}) AND ${figure in STANDING ? 'TRUE' : inPeriod} AND ${conditionsOf(scope)} GROUP BY request`;
}

/** Requests in order of receipt position, exclusive of `after`. */
export async function requestsOfFigure(facts: Facts, scope: Scope, figure: Figure, first: number, after: bigint | null): Promise<RequestPage> {
  const picked = pickedBy(scope, figure);
  const totalSql = `SELECT count(*) AS requests, coalesce(sum(occurrences), 0)::BIGINT AS occurrences FROM (${picked})`;
  const [total] = await facts.query<{ requests: bigint; occurrences: bigint }>(totalSql, usedParams(totalSql, paramsOf(scope)));
  const sql = `WITH page AS (SELECT * FROM (${picked}) WHERE request > $after ORDER BY request LIMIT ${first})
    ${withSummaries('page', 'k.occurrences')} ORDER BY k.request`;
  const params = { ...paramsOf(scope), after: after ?? -1n };
  const rows = await facts.query<RequestOfFigure>(sql, usedParams(sql, params));
  return { rows, totalCount: Number(total?.requests ?? 0n), occurrences: Number(total?.occurrences ?? 0n) };
}
