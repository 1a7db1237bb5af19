import { prngOf } from '../../../src/demo/prng.js';

const draws = (seed: number, branch: number): number[] => {
  const p = prngOf(seed, branch);
  return Array.from({ length: 1000 }, () => p.next());
};

describe('the demo randomness', () => {
  it('repeats itself for the same seed and branch', () => expect(draws(1, 2)).toEqual(draws(1, 2)));

  it.each([[1, 3], [2, 2], [2, 1]])('differs from (1, 2) for seed %i and branch %i', (seed, branch) =>
    expect(draws(seed, branch)[0]).not.toBe(draws(1, 2)[0]));

  it('spreads evenly over [0, 1)', () => {
    const tenths = new Array<number>(10).fill(0);
    for (const draw of draws(7, 7)) tenths[Math.floor(draw * 10)]! += 1;
    for (const count of tenths) expect(Math.abs(count - 100)).toBeLessThan(50);
  });

  it('draws whole numbers with both ends included', () => {
    const p = prngOf(5, 5);
    expect(new Set(Array.from({ length: 200 }, () => p.int(3, 5)))).toEqual(new Set([3, 4, 5]));
  });

  it('refuses to pick from nothing', () => expect(() => prngOf(1, 1).pick([])).toThrow(RangeError));
});
