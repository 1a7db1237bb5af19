import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { rootAt, type TreeNodes } from '../domain/tree-paths.js';
import type { HeldHead } from './head-index.js';

const levelName = (level: number): string => `level-${String(level).padStart(2, '0')}.nodes`;

/**
 * The files of a service's tree, read as they lie there. Nobody has to believe them: where they have the root that was
 * signed, their leaves are the ones that were signed, and tell which of today's is another.
 */
export class Witness implements TreeNodes {
  private readonly files = new Map<string, number | null>();

  /** Heads whose root was looked for. */
  private readonly known = new Map<string, boolean>();

  private constructor(
    private readonly folder: string,
    readonly size: number,
  ) {}

  /** Null where there are none. */
  static open(folder: string): Witness | null {
    const file = join(folder, 'positions.int64');
    return existsSync(file) ? new Witness(folder, Math.floor(statSync(file).size / 8)) : null;
  }

  /** Whether its first leaves are those that were signed. */
  async isOf({ treeSize, root }: Pick<HeldHead, 'treeSize' | 'root'>): Promise<boolean> {
    const key = `${treeSize}:${root.toString('hex')}`;
    const known = this.known.get(key) ?? (treeSize <= this.size && (await rootAt(this, treeSize)).equals(root));
    this.known.set(key, known);
    return known;
  }

  node(level: number, index: number): Promise<Buffer> {
    return Promise.resolve(this.record(levelName(level), 32, index));
  }

  leaf(index: number): Buffer {
    return this.record(levelName(0), 32, index);
  }

  positionOf(index: number): bigint {
    return this.record('positions.int64', 8, index).readBigInt64BE();
  }

  close(): void {
    for (const file of this.files.values()) if (file !== null) closeSync(file);
    this.files.clear();
  }

  /** Zeros for what is not there: they are the hash of nothing. */
  private record(name: string, bytes: number, index: number): Buffer {
    const record = Buffer.alloc(bytes);
    const file = this.opened(name);
    if (file !== null) readSync(file, record, 0, bytes, index * bytes);
    return record;
  }

  private opened(name: string): number | null {
    const path = join(this.folder, name);
    const file = this.files.get(name) ?? (existsSync(path) ? openSync(path, 'r') : null);
    this.files.set(name, file);
    return file;
  }
}
