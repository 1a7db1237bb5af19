import { hash } from 'node:crypto';

/** RFC 9162, 2.1.1: what keeps a leaf from being taken for a node. */
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);
export const HASH_BYTES = 32;

const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

/** Root of the tree without leaves. */
export const emptyRoot = (): Buffer => sha256(Buffer.alloc(0));
export const leafHash = (input: Uint8Array): Buffer => sha256(Buffer.concat([LEAF, input]));
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(Buffer.concat([NODE, left, right]));

/** @param auditHash of the event, 64 hex digits: its 32 bytes are the leaf's input. */
export const leafOf = (auditHash: string): Buffer => leafHash(Buffer.from(auditHash, 'hex'));

/** The largest power of two below `size`, for 2 and more: where RFC 9162 parts a tree. */
export function partOf(size: number): number {
  let part = 1;
  while (part * 2 < size) part *= 2;
  return part;
}

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isOdd = (value: number): boolean => value % 2 === 1;
const areHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every(({ length }) => length === HASH_BYTES);
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Where a verifier stands in the tree: fn and sn of the text. */
interface Place {
  readonly place: number;
  readonly last: number;
}

/** Whether the next hash of a proof stands to the left, and where the verifier is after it. */
function stepUp({ place, last }: Place): Place & { readonly isLeft: boolean } {
  const isLeft = isOdd(place) || place === last;
  let above = { place, last };
  while (isLeft && !isOdd(above.place) && above.place !== 0) above = halved(above);
  return { ...halved(above), isLeft };
}
const halved = ({ place, last }: Place): Place => ({ place: Math.floor(place / 2), last: Math.floor(last / 2) });

/** RFC 9162, 2.1.3.2. @param leaf its hash, see `leafOf`. */
export function verifyInclusion(leaf: Uint8Array, index: number, size: number, path: readonly Uint8Array[], root: Uint8Array): boolean {
  if (!isWhole(index) || !isWhole(size) || index >= size || !areHashes([leaf, root, ...path])) return false;
  let at: Place = { place: index, last: size - 1 };
  let reached = leaf;
  for (const sibling of path) {
    if (at.last === 0) return false;
    const step = stepUp(at);
    reached = step.isLeft ? nodeHash(sibling, reached) : nodeHash(reached, sibling);
    at = step;
  }
  return at.last === 0 && same(reached, root);
}

/** What a log said at one time: so many leaves, and this root. */
export interface TreeState {
  readonly size: number;
  readonly root: Uint8Array;
}

/** RFC 9162, 2.1.4.2: the later tree has everything of the earlier, unchanged and at its place. Of the empty tree every tree is a continuation. */
export function verifyConsistency(earlier: TreeState, later: TreeState, path: readonly Uint8Array[]): boolean {
  if (!isWhole(earlier.size) || !isWhole(later.size) || earlier.size > later.size || !areHashes([earlier.root, later.root, ...path])) return false;
  if (earlier.size === 0) return path.length === 0 && same(earlier.root, emptyRoot());
  if (earlier.size === later.size) return path.length === 0 && same(earlier.root, later.root);
  return climb(earlier, later, path);
}

function climb(earlier: TreeState, later: TreeState, path: readonly Uint8Array[]): boolean {
  const isPowerOfTwo = partOf(earlier.size + 1) === earlier.size;
  const [first, ...rest] = isPowerOfTwo ? [earlier.root, ...path] : path;
  if (path.length === 0 || first === undefined) return false;
  let at: Place = { place: earlier.size - 1, last: later.size - 1 };
  while (isOdd(at.place)) at = halved(at);
  let [before, after] = [first, first];
  for (const sibling of rest) {
    if (at.last === 0) return false;
    const step = stepUp(at);
    if (step.isLeft) before = nodeHash(sibling, before);
    after = step.isLeft ? nodeHash(sibling, after) : nodeHash(after, sibling);
    at = step;
  }
  return at.last === 0 && same(before, earlier.root) && same(after, later.root);
}
