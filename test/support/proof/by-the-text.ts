import { createHash } from 'node:crypto';
import type { TreeNodes } from '../../../src/proof/domain/tree-paths.js';

const sha256 = (...parts: readonly Uint8Array[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const join = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.of(1), left, right);
/** k of the text: the largest power of two smaller than n. */
const k = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));

/** RFC 9162, 2.1.1, 2.1.3.1 and 2.1.4.1 word by word, over lists of leaf hashes: a second implementation, as slow as it reads. */
export const byTheText = {
  root: (d: readonly Buffer[]): Buffer => {
    if (d.length === 0) return sha256();
    if (d.length === 1 && d[0] !== undefined) return d[0];
    return join(byTheText.root(d.slice(0, k(d.length))), byTheText.root(d.slice(k(d.length))));
  },
  path: (m: number, d: readonly Buffer[]): Buffer[] => {
    const n = d.length;
    if (n === 1) return [];
    return m < k(n)
      ? [...byTheText.path(m, d.slice(0, k(n))), byTheText.root(d.slice(k(n)))]
      : [...byTheText.path(m - k(n), d.slice(k(n))), byTheText.root(d.slice(0, k(n)))];
  },
  proof: (m: number, d: readonly Buffer[]): Buffer[] => subproof(m, d, true),
};

function subproof(m: number, d: readonly Buffer[], b: boolean): Buffer[] {
  const n = d.length;
  if (m === n) return b ? [] : [byTheText.root(d)];
  return m <= k(n)
    ? [...subproof(m, d.slice(0, k(n)), b), byTheText.root(d.slice(k(n)))]
    : [...subproof(m - k(n), d.slice(k(n)), false), byTheText.root(d.slice(0, k(n)))];
}

/** Complete subtrees, computed from the leaves when they are asked for. */
export const nodesOver = (leaves: readonly Buffer[]): TreeNodes => ({
  node: (level, index) => {
    const from = index * 2 ** level;
    const until = from + 2 ** level;
    if (until > leaves.length) return Promise.reject(new RangeError(`There is no complete subtree of level ${level} at ${index}`));
    return Promise.resolve(byTheText.root(leaves.slice(from, until)));
  },
});
