import { emptyRoot, nodeHash } from './merkle.js';

/** Sees every complete subtree as it comes to be; at its level they come in order, from index 0. */
export type OnNode = (level: number, node: Buffer) => void;

/** A growing tree of which only the peaks are kept: one subtree for each binary digit of the size, so its memory is its height. */
export class Frontier {
  private readonly peaks: Buffer[] = [];
  private leaves = 0;

  /** @param peaks of a tree that is there already, the largest first. */
  constructor(size = 0, peaks: readonly Buffer[] = []) {
    if (peaks.length !== onesIn(size)) throw new RangeError(`A tree of ${size} leaves has ${onesIn(size)} peaks, not ${peaks.length}`);
    this.leaves = size;
    this.peaks = [...peaks];
  }

  get size(): number {
    return this.leaves;
  }

  copy(): Frontier {
    return new Frontier(this.leaves, this.peaks);
  }

  append(leaf: Buffer, onNode: OnNode = () => undefined): void {
    let node = leaf;
    onNode(0, node);
    let index = this.leaves;
    for (let level = 1; index % 2 === 1; level += 1) {
      const left = this.peaks.pop();
      if (left === undefined) throw new Error('A tree has a peak for every binary digit of its size');
      node = nodeHash(left, node);
      onNode(level, node);
      index = Math.floor(index / 2);
    }
    this.peaks.push(node);
    this.leaves += 1;
  }

  root(): Buffer {
    return this.peaks.reduceRight<Buffer | null>((right, left) => (right === null ? left : nodeHash(left, right)), null) ?? emptyRoot();
  }
}

/** The peaks of a tree of `size` leaves as (level, index), the largest first. */
export function peaksOf(size: number): readonly (readonly [level: number, index: number])[] {
  const peaks: [number, number][] = [];
  let start = 0;
  for (let level = 52; level >= 0; level -= 1) {
    const count = 2 ** level;
    if (Math.floor(size / count) % 2 === 0) continue;
    peaks.push([level, start / count]);
    start += count;
  }
  return peaks;
}

const onesIn = (size: number): number => peaksOf(size).length;
