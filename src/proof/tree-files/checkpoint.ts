import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceDurably } from '../heads/replace-durably.js';

/** What is on the disk for certain. */
export interface Checkpoint {
  readonly size: number;
  /** Of the tree at this size, in hex: files that have another are not its files. */
  readonly root: string;
}

const NAME = 'checkpoint.json';

/** Null when there is none, or one that cannot be read: the log has everything. */
export function readCheckpoint(folder: string): Checkpoint | null {
  try {
    const { size, root } = JSON.parse(readFileSync(join(folder, NAME), 'utf8')) as Partial<Checkpoint>;
    return Number.isSafeInteger(size) && size !== undefined && size >= 0 && typeof root === 'string' ? { size, root } : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export const writeCheckpoint = (folder: string, checkpoint: Checkpoint): void => replaceDurably(folder, NAME, JSON.stringify(checkpoint));
export const removeCheckpoint = (folder: string): void => rmSync(join(folder, NAME), { force: true });
