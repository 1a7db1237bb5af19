import fc from 'fast-check';
import { emptyRoot, leafHash, verifyConsistency, verifyInclusion } from '../../../src/proof/domain/merkle.js';
import { consistencyPath, inclusionPath, rootAt } from '../../../src/proof/domain/tree-paths.js';
import { runSeed } from '../../support/event-store/random.js';
import { nodesOver } from '../../support/proof/by-the-text.js';

const leaves = Array.from({ length: 130 }, (_, index) => leafHash(Buffer.from(`leaf ${index}`)));
const nodes = nodesOver(leaves);
const sizes = fc.tuple(fc.integer({ min: 1, max: leaves.length }), fc.nat()).map(([size, other]) => ({ size, index: other % size }));

/** Each way a proof can be another one. */
function mutations(path: readonly Buffer[], at: number, bit: number): readonly (readonly Buffer[])[] {
  const flipped = path.map((hash, index) => {
    if (path.length === 0 || index !== at % path.length) return hash;
    const other = Buffer.from(hash);
    other[bit % 32] = (other[bit % 32] ?? 0) ^ (1 << (bit % 8));
    return other;
  });
  const swapped = [...path.slice(1), ...path.slice(0, 1)];
  return [...(path.length === 0 ? [] : [flipped, path.slice(0, -1), path.slice(1)]), ...(path.length > 1 ? [swapped] : []), [...path, leafHash(Buffer.of(1))], [leafHash(Buffer.of(2)), ...path], [...path.slice(0, -1), Buffer.alloc(31)]];
}

describe(`Proofs that are not quite right (SEED=${runSeed})`, () => {
  it('do not prove that a leaf is in a tree', async () => {
    await fc.assert(fc.asyncProperty(sizes, fc.nat(), fc.nat(255), async ({ size, index }, at, bit) => {
      const [root, path] = [await rootAt(nodes, size), await inclusionPath(nodes, index, size)];
      const leaf = leaves[index] ?? Buffer.alloc(0);
      expect(verifyInclusion(leaf, index, size, path, root)).toBe(true);
      for (const other of mutations(path, at, bit)) expect(verifyInclusion(leaf, index, size, other, root)).toBe(false);
      expect(verifyInclusion(leafHash(leaf), index, size, path, root)).toBe(false);
      expect(verifyInclusion(leaf, index, size, path, leafHash(root))).toBe(false);
      for (const [place, count] of [[index, index], [-1, size], [size, size], [index + 0.5, size], [Number.NaN, size]] as const) expect(verifyInclusion(leaf, place, count, path, root)).toBe(false);
      if (size > 1) expect(verifyInclusion(leaf, (index + 1) % size, size, path, root)).toBe(false);
    }), { seed: runSeed, numRuns: 40 });
  });

  it('do not prove that a log continues another', async () => {
    await fc.assert(fc.asyncProperty(sizes, fc.nat(), fc.nat(255), async ({ size, index }, at, bit) => {
      const from = index + 1;
      const earlier = { size: from, root: await rootAt(nodes, from) };
      const later = { size, root: await rootAt(nodes, size) };
      const path = await consistencyPath(nodes, from, size);
      expect(verifyConsistency(earlier, later, path)).toBe(true);
      for (const other of mutations(path, at, bit)) expect(verifyConsistency(earlier, later, other)).toBe(false);
      expect(verifyConsistency({ ...earlier, root: leafHash(earlier.root) }, later, path)).toBe(false);
      expect(verifyConsistency(earlier, { ...later, root: leafHash(later.root) }, path)).toBe(false);
      if (from < size) expect(verifyConsistency(later, earlier, path)).toBe(false);
    }), { seed: runSeed, numRuns: 40 });
  });

  it('follow from the empty tree to any, by no hash', () => {
    const later = { size: 3, root: leaves[0] ?? Buffer.alloc(0) };
    expect(verifyConsistency({ size: 0, root: emptyRoot() }, later, [])).toBe(true);
    expect(verifyConsistency({ size: 0, root: later.root }, later, [])).toBe(false);
  });
});
