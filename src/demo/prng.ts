/** Repeatable randomness; every draw comes from the seed, so a hall is one number to replay. */
export interface Prng {
  /** In [0, 1). */
  next(): number;
  /** Whole number in [min, max], both included. */
  int(min: number, max: number): number;
  chance(share: number): boolean;
  /** @throws RangeError on an empty list. */
  pick<T>(list: readonly T[]): T;
}

/** A stream of draws of its own for each `branch`, so that one request's draws never shift another's. */
export function prngOf(seed: number, branch: number): Prng {
  const draw = sfc32(seed, branch);
  const next = (): number => draw() / 0x1_0000_0000;
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    chance: (share) => next() < share,
    pick: (list) => {
      if (list.length === 0) throw new RangeError('Nothing to pick from');
      return list[int(0, list.length - 1)]!;
    },
  };
}

/** Small fast counter generator (Chris Doty-Humphrey, public domain): 128 bits of state, 32 bits a draw. */
function sfc32(seed: number, branch: number): () => number {
  let [a, b, c, counter] = [seed | 0, branch | 0, 0x9e3779b9 | 0, 1];
  const draw = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum | 0;
    return sum >>> 0;
  };
  for (let warmUp = 0; warmUp < 15; warmUp += 1) draw();
  return draw;
}
