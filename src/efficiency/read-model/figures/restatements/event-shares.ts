import type { Part, Parts } from './told-values.js';
import type { Version } from './touched-versions.js';

/** What one event did to one part of a figure, over all requests it changed. */
export interface Share {
  readonly position: bigint;
  /** Null of a part that does not add up. */
  readonly share: bigint | null;
  readonly requests: number;
}
/** Under null all departments together, which a row moved from one to another does not change in a part that adds up. */
export type Shares = ReadonlyMap<string | null, ReadonlyMap<string, readonly Share[]>>;

interface Tally {
  readonly share: bigint | null;
  readonly requests: number;
}
/** Of a text that became another: null. */
type Change = bigint | null;
type Changes = Map<string | null, Map<string, Change>>;
type Tallies = Map<bigint, Tally>;

const NOTHING: Parts = new Map();

/**
 * Each version held against the one before it of the same request: the difference is what the event at its position did. Over all
 * events they add up to the difference between the first version and the last.
 */
export function eventShares(versions: readonly Version[], values: ReadonlyMap<number, Parts>): Shares {
  const shares = new Map<string | null, Map<string, Tallies>>();
  for (const [place, version] of versions.entries()) {
    const before = versions[place - 1];
    if (before?.request !== version.request) continue;
    const changes = changesOf(values.get(place - 1) ?? NOTHING, values.get(place) ?? NOTHING);
    for (const [department, parts] of changes) for (const [name, change] of parts) add(shares, { department, name, position: version.position, change });
  }
  return new Map([...shares].map(([department, parts]) => [department, new Map([...parts].map(([name, tallies]) => [name, sorted(tallies)]))]));
}

/** By department and part, and summed under null, where what moved between departments is nothing. */
function changesOf(before: Parts, after: Parts): Changes {
  const changes: Changes = new Map();
  for (const department of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(department), after.get(department)];
    for (const name of new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])) {
      const [a, b] = [old?.get(name), now?.get(name)];
      if (a === b) continue;
      put(changes, department, name, changeOf(a, b));
      put(changes, null, name, changeOf(a, b));
    }
  }
  return changes;
}

const changeOf = (before: Part | undefined, after: Part | undefined): Change => (typeof (before ?? after) === 'string' ? null : BigInt(after ?? 0n) - BigInt(before ?? 0n));
const sum = (a: Change, b: Change): Change => (a === null || b === null ? null : a + b);

function put(changes: Changes, department: string | null, name: string, change: Change): void {
  const parts = changes.get(department) ?? new Map<string, Change>();
  const known = parts.get(name);
  changes.set(department, parts.set(name, known === undefined ? change : sum(known, change)));
}

function add(shares: Map<string | null, Map<string, Tallies>>, of: { department: string | null; name: string; position: bigint; change: Change }): void {
  if (of.change === 0n) return;
  const parts = shares.get(of.department) ?? new Map<string, Tallies>();
  const tallies = parts.get(of.name) ?? new Map<bigint, Tally>();
  shares.set(of.department, parts.set(of.name, tallies));
  const tally = tallies.get(of.position);
  tallies.set(of.position, tally === undefined ? { share: of.change, requests: 1 } : { share: sum(tally.share, of.change), requests: tally.requests + 1 });
}

const sorted = (tallies: Tallies): readonly Share[] =>
  [...tallies].sort(([a], [b]) => (a < b ? -1 : 1)).map(([position, tally]) => ({ position, ...tally }));
