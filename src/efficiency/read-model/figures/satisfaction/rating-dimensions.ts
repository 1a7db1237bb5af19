import type { SqlRow } from '../../duckdb-connection.js';
import type { Facts } from '../../facts.js';
import { COUNTED } from '../figure-relations.js';
import { askGrouped } from '../grouped.js';
import { chargedTo, inPeriod, type Scope } from '../scope.js';

/** One aspect that was scored with the ratings; the doors take whole scores only, so the sum is exact. */
export interface RatedDimension {
  readonly name: string;
  readonly n: number;
  readonly scoreSum: number;
}
interface Row extends SqlRow {
  readonly dimension: string;
  readonly n: bigint;
  readonly score_sum: number;
}

/** By group, each by name; under null the total. */
export async function ratingDimensions(facts: Facts, scope: Scope): Promise<ReadonlyMap<string | null, readonly RatedDimension[]>> {
  const rows = await askGrouped<Row>(facts, scope, {
    from: `(SELECT *, ${chargedTo(COUNTED.RATED)} FROM live_rating_dimensions($p))`, where: inPeriod, place: 'AT', by: ['dimension'],
    aggregates: 'count(*) AS n, sum(score) AS score_sum',
  });
  return new Map([...rows].map(([group, own]) => [group, own
    .map(({ dimension, n, score_sum }) => ({ name: dimension, n: Number(n), scoreSum: score_sum }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))]));
}
