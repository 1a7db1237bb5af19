import { DatabaseSync } from 'node:sqlite';
import { statOf, syncToDisk, digestOfFile } from '../durable-files.js';
import { failure, refusal } from '../exit-codes.js';
import type { FileEntry } from './manifest.js';
import { BUSY_TIMEOUT_MS } from './page-copy.js';

export const pragmaOf = (database: DatabaseSync, name: string): number | string =>
  Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0] as number | string;

/** Runs with the database open for reading. */
export function reading<Result>(file: string, work: (database: DatabaseSync) => Result): Result {
  const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

export function writing<Result>(file: string, work: (database: DatabaseSync) => Result): Result {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** Absent, empty (made but never written to), or without the table: nothing is kept there. */
export function hasTable(file: string, table: string): boolean {
  if ((statOf(file)?.size ?? 0n) === 0n) return false;
  return reading(file, (database) => database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table) !== undefined);
}

/**
 * Makes one self-contained file of a copy (no write-ahead log beside it) and puts it on the disk.
 * @throws OperationEnded when SQLite finds it inconsistent.
 */
export function settle(file: string): void {
  const findings = writing(file, (database) => {
    database.exec('PRAGMA journal_mode = DELETE');
    return pragmaOf(database, 'integrity_check');
  });
  if (findings !== 'ok')
    throw failure('FILE_INCONSISTENT', `SQLite finds ${file} inconsistent: ${findings}.`, `SQLite 检查发现 ${file} 不一致：${findings}。`);
  syncToDisk(file);
}

/** @throws OperationEnded for another application's file or one of a newer program. */
export function expectSchema(file: string, applicationId: number, versionMax: number): number {
  const [id, version] = reading(file, (database) => [pragmaOf(database, 'application_id'), Number(pragmaOf(database, 'user_version'))]);
  if (id === applicationId && version <= versionMax) return version;
  throw refusal('FILE_UNKNOWN', `${file} is another application's, or of a newer program.`, `${file} 属于其他应用，或由更新的程序写成。`);
}

export async function entryOf(folderFile: string, file: string, schemaVersion: number): Promise<FileEntry> {
  return { file, bytes: Number(statOf(folderFile)?.size ?? 0n), sha256: await digestOfFile(folderFile), schemaVersion };
}
