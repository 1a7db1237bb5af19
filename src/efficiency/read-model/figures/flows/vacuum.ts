import type { SqlRow } from '../../duckdb-connection.js';
import type { Facts } from '../../facts.js';
import { paramsOf, usedParams, type Scope } from '../scope.js';
import { limitOf, type ListPage } from './list-page.js';
import { openedRequests, type OpenedPage, type ReceiptPage } from './opened-requests.js';
import { keptSql } from './vacuum-rows.js';

/** What the score of a service item is made of, each a share from 0 to 1: `count` of `of`. */
export const VACUUM_INGREDIENTS = {
  /** Holdings that ended, and those of them that a buck-pass ended. */
  PASSED_ON: { count: 'passed_on', of: 'ended' },
  /** Departments that held a request, and those of them that neither took it first nor are on its route. */
  STRAY_HOLDERS: { count: 'strays', of: 'holders' },
  /** Requests, and those that every holder who sent them on had rid himself of at once. */
  UNTOUCHED: { count: 'untouched', of: 'requests' },
  /** Requests, and those that came back to a department that had held them before. */
  CAME_BACK: { count: 'came_back', of: 'requests' },
} as const;
export type VacuumIngredient = keyof typeof VACUUM_INGREDIENTS;
export const VACUUM_INGREDIENT_NAMES = Object.keys(VACUUM_INGREDIENTS) as readonly VacuumIngredient[];
/** All count the same: 100 is an item that nobody ever keeps. */
export const INGREDIENT_WEIGHT = 100 / VACUUM_INGREDIENT_NAMES.length;

const SUMS = ['requests', 'passed_on', 'passed_on_before_rulings', 'ended', 'strays', 'holders', 'untouched', 'came_back', 'revisits', 'transfers'] as const;
export type VacuumSums = Readonly<Record<(typeof SUMS)[number], number>>;
export interface VacuumItem {
  readonly serviceItem: string;
  readonly score: number;
  readonly scoreBeforeRulings: number;
  readonly sums: VacuumSums;
}
export interface VacuumItems {
  readonly totalCount: number;
  readonly items: readonly VacuumItem[];
}

const shareSql = (count: string, of: string): string => `(CASE ${of} WHEN 0 THEN 0 ELSE ${count}::DOUBLE / ${of} END)`;
const scoreSql = (passedOn: string): string => `${INGREDIENT_WEIGHT} * (${VACUUM_INGREDIENT_NAMES.map((name) => {
  const { count, of } = VACUUM_INGREDIENTS[name];
  return shareSql(name === 'PASSED_ON' ? passedOn : count, of);
}).join(' + ')})`;

type ItemRow = SqlRow & Readonly<Record<(typeof SUMS)[number], bigint>> & { readonly service_item: string; readonly score: number; readonly raw_score: number; readonly items: bigint };

/** Service items of the requests received in the period, the one that nobody keeps first. @param minRequests leaves items of fewer out. */
export async function vacuumItems(facts: Facts, scope: Scope, minRequests: number, page: ListPage): Promise<VacuumItems> {
  const sums = SUMS.map((name) => (name === 'requests' ? 'count(*) AS requests' : `sum(${name})::BIGINT AS ${name}`)).join(', ');
  const items = `WITH ${keptSql(scope)}, items AS MATERIALIZED (SELECT service_item, ${sums} FROM kept GROUP BY service_item HAVING count(*) >= $min_requests)`;
  const params = { ...paramsOf(scope), min_requests: BigInt(minRequests) };
  const totalSql = `${items} SELECT count(*) AS n FROM items`;
  const sql = `${items} SELECT *, ${scoreSql('passed_on')} AS score, ${scoreSql('passed_on_before_rulings')} AS raw_score FROM items
    ORDER BY score DESC, requests DESC, service_item ${limitOf(page)}`;
  const [totals, rows] = await Promise.all([
    facts.query<{ n: bigint }>(totalSql, usedParams(totalSql, params)), facts.query<ItemRow>(sql, usedParams(sql, params)),
  ]);
  return { totalCount: Number(totals[0]?.n ?? 0n), items: rows.map(itemOf) };
}

const itemOf = (row: ItemRow): VacuumItem => ({
  serviceItem: row.service_item, score: row.score, scoreBeforeRulings: row.raw_score,
  sums: Object.fromEntries(SUMS.map((name) => [name, Number(row[name])])) as VacuumSums,
});

/** The requests behind one ingredient of one item. */
export function vacuumRequests(facts: Facts, scope: Scope, serviceItem: string, ingredient: VacuumIngredient, page: ReceiptPage): Promise<OpenedPage> {
  const { count } = VACUUM_INGREDIENTS[ingredient];
  const picked = `WITH ${keptSql(scope)} SELECT request, ${count}::BIGINT AS occurrences FROM kept WHERE service_item = $vacuum_item AND ${count} > 0`;
  return openedRequests(facts, scope, picked, { vacuum_item: serviceItem }, page);
}
