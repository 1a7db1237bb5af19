import { DatabaseSync } from 'node:sqlite';
import { hasTable, pragmaOf, reading } from '../backup/database-file.js';
import { statOf } from '../durable-files.js';
import { refusal } from '../exit-codes.js';

/** The log that stands in the data folder before a restore. */
export type PresentLog =
  | { readonly kind: 'none' }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'log'; readonly count: number; readonly head: bigint | null };

const SQLITE_BUSY = 5;
const DAMAGED = new Set([11, 26]);
const codeOf = (error: unknown): number => (error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0);
const isDamage = (error: unknown): boolean => DAMAGED.has(codeOf(error));

export function presentLog(file: string): PresentLog {
  if (statOf(file) === null) return { kind: 'none' };
  try {
    if (!hasTable(file, 'events')) return statOf(file)?.size === 0n ? { kind: 'log', count: 0, head: null } : { kind: 'damaged' };
    return reading(file, (database) => {
      const statement = database.prepare('SELECT count(*) AS count, max(position) AS head FROM events');
      statement.setReadBigInts(true);
      const { count, head } = statement.get() as { count: bigint; head: bigint | null };
      return { kind: 'log', count: Number(count), head };
    });
  } catch (error) {
    if (isDamage(error)) return { kind: 'damaged' };
    throw error;
  }
}

/**
 * How many events the log has behind a backup's head; null when that head is not in it, so that it is another log.
 * @param eventId of the backup's last event.
 */
export function eventsBehind(file: string, head: bigint, eventId: Uint8Array): number | null {
  return reading(file, (database) => {
    const same = database.prepare('SELECT id FROM events WHERE position = ?').get(head) as { id: Uint8Array } | undefined;
    if (same === undefined || Buffer.compare(same.id, eventId) !== 0) return null;
    return (database.prepare('SELECT count(*) AS count FROM events WHERE position > ?').get(head) as { count: number }).count;
  });
}

/**
 * Folds the write-ahead log into the file, which SQLite does only when nobody else has it open.
 * @returns false when the file is damaged.
 * @throws OperationEnded while another process has it open.
 */
export function takeOffline(file: string): boolean {
  if (statOf(file) === null) return true;
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = DELETE');
    if (pragmaOf(database, 'journal_mode') === 'wal') throw inUse(file);
    return true;
  } catch (error) {
    if (codeOf(error) === SQLITE_BUSY) throw inUse(file);
    if (isDamage(error)) return false;
    throw error;
  } finally {
    database.close();
  }
}

const inUse = (file: string): Error =>
  refusal('IN_USE', `Another process has ${file} open: stop the service (and imports) first.`, `${file} 正被其他进程使用：请先停止服务和导入程序。`);
