import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Position } from '../../event-store/event-store.port.js';
import type { Leaf, TreeStorage } from '../application/tree-storage.js';
import { Frontier, peaksOf } from '../domain/frontier.js';
import { HASH_BYTES } from '../domain/merkle.js';
import { readCheckpoint, removeCheckpoint, writeCheckpoint } from './checkpoint.js';
import { NodeFile } from './node-file.js';

const POSITION_BYTES = 8;
const levelName = (level: number): string => `level-${String(level).padStart(2, '0')}.nodes`;

/**
 * One file for each level of complete subtrees, and one of positions. They are written at their places and synced only at
 * a checkpoint; what came after it is read from the log again after a crash. Of one process: a second one has its own folder.
 */
export class TreeFiles implements TreeStorage {
  private readonly levels: NodeFile[] = [];
  private frontier = new Frontier();

  private constructor(
    private readonly folder: string,
    private readonly positions: NodeFile,
  ) {}

  /** Goes on from the last checkpoint whose files are there and have its root; else from nothing. */
  static async open(folder: string): Promise<TreeFiles> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const files = new TreeFiles(folder, await NodeFile.open(join(folder, 'positions.int64'), POSITION_BYTES));
    try {
      if (!(await files.resume())) await files.clear();
      return files;
    } catch (error) {
      await files.close();
      throw error;
    }
  }

  get size(): number {
    return this.frontier.size;
  }

  async append(leaves: readonly Leaf[]): Promise<void> {
    // A copy: files that could not be written leave the tree as it was.
    const next = this.frontier.copy();
    const nodes: Buffer[][] = [];
    for (const { hash } of leaves) next.append(hash, (level, node) => void (nodes[level] ??= []).push(node));
    await this.positions.write(this.size, leaves.map(({ position }) => encoded(position)));
    for (const [level, added] of nodes.entries()) await (await this.level(level)).write(Math.floor(this.size / 2 ** level), added);
    this.frontier = next;
  }

  async node(level: number, index: number): Promise<Buffer> {
    if ((index + 1) * 2 ** level > this.size) throw new RangeError(`A tree of ${this.size} leaves has no complete subtree of level ${level} at ${index}`);
    return (await this.level(level)).read(index);
  }

  async positionOf(index: number): Promise<Position> {
    if (!(index >= 0 && index < this.size)) throw new RangeError(`A tree of ${this.size} leaves has no leaf ${index}`);
    return (await this.positions.read(index)).readBigInt64BE();
  }

  async checkpoint(): Promise<void> {
    const { size } = this;
    const root = this.frontier.root().toString('hex');
    for (const file of [this.positions, ...this.levels]) await file.sync();
    writeCheckpoint(this.folder, { size, root });
  }

  async clear(): Promise<void> {
    removeCheckpoint(this.folder);
    this.frontier = new Frontier();
    for (const file of [this.positions, ...this.levels]) await file.cutTo(0);
  }

  async close(): Promise<void> {
    for (const file of [this.positions, ...this.levels]) await file.close();
  }

  private async resume(): Promise<boolean> {
    const { size, root } = readCheckpoint(this.folder) ?? { size: 0, root: null };
    if (root === null || !(await this.positions.cutTo(size))) return false;
    for (let level = 0; 2 ** level <= size; level += 1) {
      if (!(await (await this.level(level)).cutTo(Math.floor(size / 2 ** level)))) return false;
    }
    const peaks: Buffer[] = [];
    for (const [level, index] of peaksOf(size)) peaks.push(await (await this.level(level)).read(index));
    this.frontier = new Frontier(size, peaks);
    return this.frontier.root().toString('hex') === root;
  }

  private async level(level: number): Promise<NodeFile> {
    for (let next = this.levels.length; next <= level; next += 1) {
      const file = await NodeFile.open(join(this.folder, levelName(next)), HASH_BYTES);
      // Two that asked at once: the first one's is kept.
      if (this.levels[next] === undefined) this.levels[next] = file;
      else await file.close();
    }
    const file = this.levels[level];
    if (file === undefined) throw new RangeError(`There is no level ${level}`);
    return file;
  }
}

function encoded(position: Position): Buffer {
  const bytes = Buffer.alloc(POSITION_BYTES);
  bytes.writeBigInt64BE(position);
  return bytes;
}
