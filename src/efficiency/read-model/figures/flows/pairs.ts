import type { SqlRow } from '../../duckdb-connection.js';
import type { Facts } from '../../facts.js';
import { paramsOf, usedParams, type Scope } from '../scope.js';
import { episodeRows } from './episode-rows.js';
import { endsParams, flowRows } from './flow-rows.js';
import { limitOf, type Direction, type ListPage } from './list-page.js';

/** What two departments did to one another, whoever began; a comes before b by code points. */
export interface DepartmentPair {
  readonly a: string;
  readonly b: string;
  readonly counts: PairCounts;
}
export const PAIR_FIGURES = ['PING_PONGS', 'SENT_BACK_BY_A', 'SENT_BACK_BY_B', 'EPISODES', 'ROUNDS', 'LONGEST', 'TRANSFERS'] as const;
export type PairFigure = (typeof PAIR_FIGURES)[number];
/** PING_PONGS = SENT_BACK_BY_A + SENT_BACK_BY_B; LONGEST: holders of the longest episode. */
export type PairCounts = Readonly<Record<PairFigure, number>>;
export interface DepartmentPairs {
  readonly pingPongs: number;
  readonly episodes: number;
  readonly rounds: number;
  readonly totalCount: number;
  readonly pairs: readonly DepartmentPair[];
}

/** Pairs with a ping-pong or an episode. The two are counted at their own instants, so a period can hold the one without the other. */
const pairsSql = (scope: Scope): string => `
  hops AS (SELECT least(from_department, to_department) AS a, greatest(from_department, to_department) AS b, count(*) AS "TRANSFERS",
      count(*) FILTER (WHERE is_ping_pong) AS "PING_PONGS",
      count(*) FILTER (WHERE is_ping_pong AND from_department < to_department) AS "SENT_BACK_BY_A",
      count(*) FILTER (WHERE is_ping_pong AND from_department > to_department) AS "SENT_BACK_BY_B"
    FROM (${flowRows(scope)}) GROUP BY a, b),
  runs AS (SELECT least(department_a, department_b) AS a, greatest(department_a, department_b) AS b, count(*) AS "EPISODES",
      sum(rounds)::BIGINT AS "ROUNDS", max(holders)::BIGINT AS "LONGEST"
    FROM (${episodeRows(scope)}) GROUP BY a, b),
  pairs AS MATERIALIZED (
    SELECT a, b, ${PAIR_FIGURES.map((figure) => `coalesce("${figure}", 0) AS "${figure}"`).join(', ')} FROM hops FULL JOIN runs USING (a, b)
    WHERE coalesce("PING_PONGS", 0) > 0 OR "EPISODES" > 0)`;

type PairRow = SqlRow & Readonly<Record<PairFigure, bigint>> & { readonly a: string; readonly b: string };
interface TotalRow extends SqlRow {
  readonly ping_pongs: bigint;
  readonly episodes: bigint;
  readonly rounds: bigint;
  readonly pairs: bigint;
}

/** By the order's figure, equal ones by the departments' code points. */
export async function departmentPairs(facts: Facts, scope: Scope, order: { readonly by: PairFigure; readonly direction: Direction }, page: ListPage): Promise<DepartmentPairs> {
  const from = pairsSql(scope);
  const params = { ...paramsOf(scope), ...endsParams() };
  const totalSql = `WITH ${from} SELECT coalesce(sum("PING_PONGS"), 0)::BIGINT AS ping_pongs, coalesce(sum("EPISODES"), 0)::BIGINT AS episodes,
    coalesce(sum("ROUNDS"), 0)::BIGINT AS rounds, count(*) AS pairs FROM pairs`;
  const listSql = `WITH ${from} SELECT * FROM pairs ORDER BY "${order.by}" ${order.direction}, a, b ${limitOf(page)}`;
  const [totals, rows] = await Promise.all([
    facts.query<TotalRow>(totalSql, usedParams(totalSql, params)), facts.query<PairRow>(listSql, usedParams(listSql, params)),
  ]);
  const { ping_pongs, episodes, rounds, pairs } = totals[0]!;
  return {
    pingPongs: Number(ping_pongs), episodes: Number(episodes), rounds: Number(rounds), totalCount: Number(pairs),
    pairs: rows.map((row) => ({ a: row.a, b: row.b, counts: Object.fromEntries(PAIR_FIGURES.map((figure) => [figure, Number(row[figure])])) as PairCounts })),
  };
}
