import { DatabaseSync } from 'node:sqlite';

const SQLITE_BUSY = 5;

/**
 * Does something to a file while no other process does: an empty file beside it is locked meanwhile. The system unlocks it
 * when a process dies, so that none is ever left locked.
 * @param busy what is thrown when another one has held it for `waitMs`
 */
export function lockedBeside<T>(file: string, waitMs: number, work: () => T, busy: () => Error): T {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: waitMs });
  try {
    take(lock, busy);
    return work();
  } finally {
    lock.close();
  }
}

function take(lock: DatabaseSync, busy: () => Error): void {
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    throw (error as { readonly errcode?: unknown }).errcode === SQLITE_BUSY ? busy() : error;
  }
}
