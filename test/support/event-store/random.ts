/** The seed of this run: SEED repeats an earlier one. It stands in the names of the tests that use it. */
export const runSeed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** mulberry32: an integer from 0 to `below` - 1, the same sequence for the same seed. */
export function randomIntegers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
