import { failure } from '../../operations/exit-codes.js';
import type { TreeHead } from '../domain/head.js';

/** Heads are 60 bytes here: this many are 120 MB. */
export const HEADS_MAX = 2_000_000;

/** What the log is held against at one size. */
export interface HeldHead {
  readonly treeSize: number;
  readonly root: Buffer;
  readonly at: string;
  readonly label: string;
}

/** Signed heads by size, as small as can be: a busy hall signs hundreds of thousands in a few years. */
export class HeadIndex {
  private readonly sizes: number[] = [];
  private readonly times: number[] = [];
  private readonly labels: number[] = [];
  private readonly sources: string[] = [];
  private roots = Buffer.alloc(32 * 64);
  private order: Uint32Array | null = null;

  get count(): number {
    return this.sizes.length;
  }

  /** @throws OperationEnded (HEADS_TOO_MANY) */
  add(head: TreeHead, source: string, line: number): void {
    if (this.count === HEADS_MAX) throw failure('HEADS_TOO_MANY', `More than ${HEADS_MAX} heads: verify them in parts, by --head.`, `树头超过 ${HEADS_MAX} 个：请用 --head 分批校验。`);
    if (this.roots.length === this.count * 32) this.roots = Buffer.concat([this.roots, Buffer.alloc(this.roots.length)]);
    this.roots.write(head.rootHash, this.count * 32, 'hex');
    if (this.sources.at(-1) !== source) this.sources.push(source);
    this.labels.push((this.sources.length - 1) * 2 ** 32 + line);
    this.sizes.push(head.treeSize);
    this.times.push(Date.parse(head.at));
    this.order = null;
  }

  /** By size; of one size in the order they were added. */
  at(place: number): HeldHead | null {
    const entry = (this.order ??= this.sorted())[place];
    if (entry === undefined) return null;
    return {
      treeSize: this.sizes[entry] ?? 0, root: this.roots.subarray(entry * 32, entry * 32 + 32),
      at: new Date(this.times[entry] ?? 0).toISOString(), label: this.labelOf(this.labels[entry] ?? 0),
    };
  }

  private sorted(): Uint32Array {
    const order = Uint32Array.from(this.sizes.keys());
    return order.sort((a, b) => (this.sizes[a] ?? 0) - (this.sizes[b] ?? 0) || a - b);
  }

  private labelOf(packed: number): string {
    const line = packed % 2 ** 32;
    return `${this.sources[(packed - line) / 2 ** 32] ?? ''}:${line}`;
  }
}
