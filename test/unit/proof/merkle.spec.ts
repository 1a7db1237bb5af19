import { leafHash, verifyConsistency, verifyInclusion } from '../../../src/proof/domain/merkle.js';
import { Frontier } from '../../../src/proof/domain/frontier.js';
import { consistencyPath, inclusionPath, rootAt } from '../../../src/proof/domain/tree-paths.js';
import { byTheText, nodesOver } from '../../support/proof/by-the-text.js';

/** The leaves that implementations of Certificate Transparency have been compared by since RFC 6962, and the root after each. */
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leaves = INPUTS.map((input) => leafHash(Buffer.from(input, 'hex')));
const hex = (hashes: readonly Buffer[]): string[] => hashes.map((hash) => hash.toString('hex'));

describe('the tree of RFC 9162', () => {
  it('has the roots that other implementations have', async () => {
    const frontier = new Frontier();
    expect(frontier.root().toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    for (const [index, leaf] of leaves.entries()) {
      frontier.append(leaf);
      expect(frontier.root().toString('hex')).toBe(ROOTS[index]);
      expect((await rootAt(nodesOver(leaves), index + 1)).toString('hex')).toBe(ROOTS[index]);
      expect(byTheText.root(leaves.slice(0, index + 1)).toString('hex')).toBe(ROOTS[index]);
    }
  });

  it('proves the leaves that other implementations prove, by the same hashes', async () => {
    expect(hex(await inclusionPath(nodesOver(leaves), 0, 8))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(hex(await inclusionPath(nodesOver(leaves), 0, 1))).toEqual([]);
    expect(hex(await consistencyPath(nodesOver(leaves), 1, 1))).toEqual([]);
    expect(hex(await consistencyPath(nodesOver(leaves), 6, 8))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  it('gives the proofs of the definition, and verifies them, for every leaf and every two sizes up to 33', async () => {
    const many = Array.from({ length: 33 }, (_, index) => leafHash(Buffer.of(index)));
    const nodes = nodesOver(many);
    for (let size = 1; size <= many.length; size += 1) {
      const tree = many.slice(0, size);
      const root = byTheText.root(tree);
      for (let index = 0; index < size; index += 1) {
        const path = await inclusionPath(nodes, index, size);
        expect(hex(path)).toEqual(hex(byTheText.path(index, tree)));
        expect(verifyInclusion(tree[index] ?? Buffer.alloc(0), index, size, path, root)).toBe(true);
        const earlier = { size: index + 1, root: byTheText.root(many.slice(0, index + 1)) };
        const proof = await consistencyPath(nodes, index + 1, size);
        expect(hex(proof)).toEqual(hex(byTheText.proof(index + 1, tree)));
        expect(verifyConsistency(earlier, { size, root }, proof)).toBe(true);
      }
    }
  });

  it('has no proof for what is not in the tree, nor back in time', async () => {
    await expect(inclusionPath(nodesOver(leaves), 8, 8)).rejects.toThrow('A tree of 8 leaves has no leaf 8');
    await expect(consistencyPath(nodesOver(leaves), 8, 7)).rejects.toThrow('A tree of 7 leaves does not continue one of 8');
  });
});
