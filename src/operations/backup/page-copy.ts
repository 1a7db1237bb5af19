import { chmodSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import type { Progress } from '../progress.js';
import { interruption } from '../exit-codes.js';

const PAGES_AT_A_TIME = 1000;
export const BUSY_TIMEOUT_MS = 10_000;

/**
 * Copies a SQLite file that others write to, as it stood at one moment: when this returns, every commit that was
 * acknowledged before the call is in the copy, and every transaction is in it whole or not at all.
 *
 * The read transaction is what makes it end: without it SQLite starts the copy over after every commit of another
 * process, which under steady writes is for ever. Writers are not held up; their write-ahead log grows meanwhile.
 */
export async function copyPages(from: string, to: string, progress: Progress, signal: AbortSignal): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    source.exec('BEGIN');
    source.prepare('SELECT count(*) FROM sqlite_schema').get(); // The snapshot is taken by the first read.
    await backup(source, to, {
      rate: PAGES_AT_A_TIME,
      progress: ({ totalPages, remainingPages }) => {
        if (signal.aborted) throw interruption();
        progress.at(1 - remainingPages / Math.max(1, totalPages), totalPages - remainingPages);
      },
    });
    source.exec('COMMIT');
    chmodSync(to, 0o600);
  } finally {
    source.close();
  }
}
