import type { Facts } from '../../src/efficiency/read-model/facts.js';
import { tableOf } from '../../src/efficiency/read-model/schema.js';
import { FACT_KINDS } from '../../src/efficiency/projections/facts.js';

/** Rows and the sum of their hashes, by relation: equal contents have equal digests, in whatever order they lie. */
export type Digest = Readonly<Record<string, string>>;

/** Of everything that is true at `position`, and of every row that was ever written, retracted ones included. */
export async function digestOf(facts: Facts, position: bigint | null): Promise<Digest> {
  const p = position ?? -1n;
  const live = FACT_KINDS.map((kind) => `live_${tableOf(kind)}(${p})`);
  const written = [...FACT_KINDS.map(tableOf), 'retractions', 'events', 'reference_events'].map((table) => `(SELECT * FROM ${table} WHERE position <= ${p})`);
  const digests = [...live, ...written, `current_tails(${p})`].map(async (relation) => {
    const [row] = await facts.query<{ digest: string }>(`SELECT count(*) || ':' || coalesce(sum(hash(t)), 0) AS digest FROM ${relation} t`);
    return [relation, row?.digest ?? ''] as const;
  });
  return Object.fromEntries(await Promise.all(digests));
}
