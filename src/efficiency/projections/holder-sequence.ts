import type { EpochMs } from '../../kernel/instant.js';
import type { Hop, RequestHistory } from './history.js';

/** A transfer that counts, with what the sequence of holders says of it. */
export interface CountedHop extends Hop {
  readonly isReturn: boolean;
  readonly isPingPong: boolean;
  readonly planned: boolean;
}

export interface Episode {
  readonly pair: readonly [string, string];
  /** Holders in the run, at least 3. */
  readonly length: number;
  readonly rounds: number;
  readonly fromMs: EpochMs;
  readonly untilMs: EpochMs;
}

/** Transfers and refusals without recalled ones, judged against the holders before them. */
export function countedHops(history: RequestHistory): readonly CountedHop[] {
  const holders = [history.firstDepartmentId];
  const counted: CountedHop[] = [];
  for (const hop of history.hops) {
    if (hop.recalled) continue;
    const to = hop.toDepartmentId;
    counted.push({
      ...hop,
      isReturn: holders.includes(to),
      isPingPong: holders.length >= 2 && holders[holders.length - 2] === to,
      planned: hop.kind === 'TRANSFER' && isPlanned(history.pinned.route, hop.fromDepartmentId, to),
    });
    holders.push(to);
  }
  return counted;
}

/** `to` stands directly after `from` somewhere on the route; backwards is never planned. */
export const isPlanned = (route: readonly string[], from: string, to: string): boolean =>
  route.some((departmentId, index) => departmentId === from && route[index + 1] === to);

/** Maximal runs that alternate between exactly two departments. */
export function episodesOf(hops: readonly CountedHop[]): readonly Episode[] {
  const episodes: Episode[] = [];
  let first = 0;
  while (first < hops.length) {
    let last = first;
    while (last + 1 < hops.length && hops[last + 1]!.toDepartmentId === hops[last]!.fromDepartmentId) last += 1;
    const length = last - first + 2;
    if (length >= 3) episodes.push(episodeOf(hops[first]!, hops[last]!, length));
    first = last + 1;
  }
  return episodes;
}

function episodeOf(first: Hop, last: Hop, length: number): Episode {
  const [a, b] = [first.fromDepartmentId, first.toDepartmentId];
  return { pair: a < b ? [a, b] : [b, a], length, rounds: Math.floor((length - 1) / 2), fromMs: first.atMs, untilMs: last.atMs };
}
