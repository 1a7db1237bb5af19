import { emptyRoot, nodeHash, partOf } from './merkle.js';

/**
 * The complete subtrees of a log's tree. Once it exists a node never changes, however much is appended: the one at
 * (level, index) is over the leaves index × 2^level up to, not including, (index + 1) × 2^level.
 */
export interface TreeNodes {
  node(level: number, index: number): Promise<Buffer>;
}

/** MTH of RFC 9162, 2.1.1, over the first `size` leaves; about log2(size) nodes are read. */
export const rootAt = (nodes: TreeNodes, size: number): Promise<Buffer> => (size === 0 ? Promise.resolve(emptyRoot()) : hashOver(nodes, 0, size));

/** Of `count` leaves from `start` on, which stands where a subtree of that size begins. */
async function hashOver(nodes: TreeNodes, start: number, count: number): Promise<Buffer> {
  if (count === 1) return nodes.node(0, start);
  const part = partOf(count);
  if (part * 2 === count) return nodes.node(Math.log2(count), start / count);
  return nodeHash(await hashOver(nodes, start, part), await hashOver(nodes, start + part, count - part));
}

/** PATH of 2.1.3.1, from the leaf upwards. @throws RangeError for a leaf that the tree has not. */
export async function inclusionPath(nodes: TreeNodes, index: number, size: number): Promise<readonly Buffer[]> {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) throw new RangeError(`A tree of ${size} leaves has no leaf ${index}`);
  return pathIn(nodes, index, 0, size);
}

async function pathIn(nodes: TreeNodes, index: number, start: number, count: number): Promise<Buffer[]> {
  if (count === 1) return [];
  const part = partOf(count);
  const isLeft = index < part;
  const below = isLeft ? await pathIn(nodes, index, start, part) : await pathIn(nodes, index - part, start + part, count - part);
  return [...below, isLeft ? await hashOver(nodes, start + part, count - part) : await hashOver(nodes, start, part)];
}

/** PROOF of 2.1.4.1; empty where there is nothing to prove: from no leaf, or to the same size. @throws RangeError for a step back. */
export async function consistencyPath(nodes: TreeNodes, from: number, to: number): Promise<readonly Buffer[]> {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || from > to) throw new RangeError(`A tree of ${to} leaves does not continue one of ${from}`);
  return from === 0 || from === to ? [] : subProof(nodes, { from, start: 0, count: to, isKnown: true });
}

interface Part {
  readonly from: number;
  readonly start: number;
  readonly count: number;
  /** Whether this part is the whole earlier tree, whose root the verifier has. */
  readonly isKnown: boolean;
}

async function subProof(nodes: TreeNodes, { from, start, count, isKnown }: Part): Promise<Buffer[]> {
  if (from === count) return isKnown ? [] : [await hashOver(nodes, start, count)];
  const part = partOf(count);
  if (from <= part)
    return [...await subProof(nodes, { from, start, count: part, isKnown }), await hashOver(nodes, start + part, count - part)];
  return [...await subProof(nodes, { from: from - part, start: start + part, count: count - part, isKnown: false }), await hashOver(nodes, start, part)];
}
