import type { Facts, Row } from './facts.js';
import type { CountedHop } from './holder-sequence.js';

/** A longer closed walk is a return and no cycle: a row must not grow with the hall. */
export const CYCLE_LENGTH_MAX = 16;

/**
 * Closed walks from a department back to itself over departments that are all different, one at most for each transfer: the one
 * that transfer closes, from the last time its receiver held the request. Of length 2 they are the ping-pongs.
 */
export function cyclesOf(hops: readonly CountedHop[], transfers: Facts['transfers']): readonly Row<'cycles'>[] {
  const holders = hops.length === 0 ? [] : [hops[0]!.fromDepartmentId, ...hops.map(({ toDepartmentId }) => toDepartmentId)];
  return hops.flatMap((hop, index) => {
    const length = hop.isReturn ? lengthOf(holders, index + 1) : null;
    if (length === null) return [];
    const first = index + 1 - length;
    return [{
      department: hop.fromDepartmentId, officer: transfers[index]!.officer, departments: JSON.stringify(inCanonicalOrder(holders.slice(first, index + 1))),
      length, fromMs: hops[first]!.atMs, atMs: hop.atMs, revision: hop.revision,
    }];
  });
}

/** Steps of the cycle that ends at a place of the sequence; null when some department in between comes twice. */
function lengthOf(holders: readonly string[], end: number): number | null {
  const between = new Set<string>();
  for (let length = 1; length <= CYCLE_LENGTH_MAX && length <= end; length += 1) {
    const holder = holders[end - length]!;
    if (holder === holders[end]) return length;
    if (between.has(holder)) return null;
    between.add(holder);
  }
  return null;
}

/** The same cycle begins with its smallest id, wherever a request entered it. */
export function inCanonicalOrder(cycle: readonly string[]): readonly string[] {
  const smallest = cycle.reduce((best, one, index) => (one < cycle[best]! ? index : best), 0);
  return [...cycle.slice(smallest), ...cycle.slice(0, smallest)];
}
