import type { SqlParams } from '../../duckdb-connection.js';
import type { Facts } from '../../facts.js';
import { withSummaries, type RequestSummaryRow } from '../request-summaries.js';
import { paramsOf, usedParams, type Scope } from '../scope.js';
import { episodeRows } from './episode-rows.js';

/** One run to and fro between two departments in one request. */
export interface Episode extends RequestSummaryRow {
  readonly fact_key: number;
  readonly department_a: string;
  readonly department_b: string;
  /** Holders in the run, at least 3. */
  readonly holders: number;
  readonly rounds: number;
  readonly from_ms: bigint;
  readonly at_ms: bigint;
}
/** Which episodes: of this pair, in either order; of at least so many holders. */
export interface EpisodeChoice {
  readonly pair?: readonly [string, string];
  readonly minHolders: number;
}
/** A place in the list. */
export interface EpisodePlace {
  readonly holders: bigint;
  readonly request: bigint;
  readonly key: bigint;
}
export interface Episodes {
  readonly totalCount: number;
  readonly rounds: number;
  readonly longest: number;
  readonly rows: readonly Episode[];
}

const OF_PAIR = '($pair_a IS NULL OR (department_a = $pair_a AND department_b = $pair_b) OR (department_a = $pair_b AND department_b = $pair_a))';
const AFTER = `(holders < $after_holders OR (holders = $after_holders AND (request > $after_request OR (request = $after_request AND fact_key > $after_key))))`;
const FIRST: EpisodePlace = { holders: 2n ** 31n, request: -1n, key: -1n };

/** The longest first; equal ones by receipt and in the order in which they happened. */
export async function episodesList(facts: Facts, scope: Scope, choice: EpisodeChoice, first: number, after: EpisodePlace | null): Promise<Episodes> {
  const picked = `SELECT * FROM (${episodeRows(scope)}) WHERE ${OF_PAIR} AND holders >= $min_holders`;
  const params: SqlParams = { ...paramsOf(scope), ...chosenBy(choice), ...afterParams(after ?? FIRST) };
  const totalSql = `SELECT count(*) AS n, coalesce(sum(rounds), 0)::BIGINT AS rounds, coalesce(max(holders), 0)::BIGINT AS longest FROM (${picked})`;
  const [total] = await facts.query<{ n: bigint; rounds: bigint; longest: bigint }>(totalSql, usedParams(totalSql, params));
  const columns = 'k.fact_key, k.department_a, k.department_b, k.holders, k.rounds, k.from_ms, k.at_ms';
  const sql = `WITH page AS MATERIALIZED (SELECT * FROM (${picked}) WHERE ${AFTER} ORDER BY holders DESC, request, fact_key LIMIT ${first})
    ${withSummaries('page', columns)} ORDER BY k.holders DESC, k.request, k.fact_key`;
  const rows = await facts.query<Episode>(sql, usedParams(sql, params));
  return { rows, totalCount: Number(total?.n ?? 0n), rounds: Number(total?.rounds ?? 0n), longest: Number(total?.longest ?? 0n) };
}

const chosenBy = ({ pair, minHolders }: EpisodeChoice): SqlParams =>
  ({ pair_a: pair?.[0] ?? null, pair_b: pair?.[1] ?? null, min_holders: BigInt(minHolders) });
const afterParams = ({ holders, request, key }: EpisodePlace): SqlParams => ({ after_holders: holders, after_request: request, after_key: key });
