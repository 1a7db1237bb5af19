import { statSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { HeadsArchive } from '../application/heads-archive.js';
import { ProofRefused } from '../application/proof-refused.js';
import type { HeadsPage } from '../application/tree-heads.js';
import type { TreeHead } from '../domain/head.js';
import { type HeadLine, linesAfter, linesBefore, wholeLinesEnd } from './head-lines.js';
import { LineCount } from './line-count.js';
import { syncFolder } from './replace-durably.js';

export const HEADS_NAME = 'heads.jsonl';
/** Two replicas may have written theirs in another order than they signed. */
const NEWEST_LINES = 16;
const TORN_AFTER_MS = 200;

export const headsFileIsEmpty = (folder: string): boolean => (statSync(join(folder, HEADS_NAME), { throwIfNoEntry: false })?.size ?? 0) === 0;

/** One head a line, in the order they were signed; lines are only ever added. */
export class HeadsFile implements HeadsArchive {
  readonly path: string;
  private readonly lines: LineCount;

  constructor(private readonly folder: string) {
    this.path = join(folder, HEADS_NAME);
    this.lines = new LineCount(this.path);
  }

  latest(): Promise<TreeHead | null> {
    return this.guarded(async () => {
      const lines = await linesBefore(this.path, null, NEWEST_LINES);
      return lines.map(headIn).reduce<TreeHead | null>((largest, head) => (largest !== null && largest.treeSize >= head.treeSize ? largest : head), null);
    });
  }

  append(head: TreeHead): Promise<void> {
    return this.guarded(async () => {
      const isFirst = headsFileIsEmpty(this.folder);
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await this.cutTornLine();
      const file = await open(this.path, 'a', 0o600);
      try {
        await file.appendFile(`${JSON.stringify(head)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      if (isFirst) syncFolder(this.folder);
    });
  }

  page(first: number, before: number | null): Promise<HeadsPage> {
    return this.guarded(async () => {
      const lines = await linesBefore(this.path, before, first + 1);
      return { heads: lines.slice(0, first).map((line) => ({ place: line.place, head: headIn(line) })), hasMore: lines.length > first };
    });
  }

  count(): Promise<number> {
    return this.guarded(() => this.lines.upToNow());
  }

  /** The oldest first, with the place after each; for whoever passes them on. */
  after(place: number, count: number): Promise<readonly { readonly head: TreeHead; readonly next: number }[]> {
    return this.guarded(async () => (await linesAfter(this.path, place, count)).map((line) => ({ head: headIn(line), next: line.next })));
  }

  /** How many bytes of whole lines there are. */
  end(): Promise<number> {
    return this.guarded(() => wholeLinesEnd(this.path));
  }

  /** A line without an end is one that was being written when the power went, unless somebody is writing it right now. */
  private async cutTornLine(): Promise<void> {
    const sizeNow = (): number => statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
    const end = await wholeLinesEnd(this.path);
    const size = sizeNow();
    if (size === end) return;
    await new Promise((resolve) => setTimeout(resolve, TORN_AFTER_MS));
    if (sizeNow() !== size) return this.cutTornLine();
    const file = await open(this.path, 'r+');
    try {
      await file.truncate(end);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ProofRefused || error instanceof RangeError) throw error;
      throw new ProofRefused('PROOF_HEADS', `${HEADS_NAME}: ${(error as NodeJS.ErrnoException).code ?? (error as Error).name}`);
    }
  }
}

function headIn({ head, place, wrong }: HeadLine): TreeHead {
  if (head === null) throw new ProofRefused('PROOF_HEADS', `${HEADS_NAME}: no head at byte ${place} (${wrong})`);
  return head;
}
