import { type DatabaseSync } from 'node:sqlite';
import { pragmaOf, reading } from '../backup/database-file.js';
import { KEYS_SCHEMA } from '../backup/take-backup.js';
import { failure, usage } from '../exit-codes.js';
import { statOf } from '../durable-files.js';

export interface KeyCounts {
  readonly count: number;
  readonly erased: number;
}

/** @throws OperationEnded for a file that is absent, damaged, or no key file of this version. */
export function expectKeyFile(file: string): KeyCounts {
  if (statOf(file) === null) throw usage('KEYS_NOT_FOUND', `There is no key file at ${file}.`, `${file} 处没有密钥文件。`);
  try {
    return reading(file, countKeys);
  } catch (error) {
    if (!(error instanceof Error) || !('errcode' in error)) throw error;
    throw failure('KEYS_DAMAGED', `${file} is no key file, or is damaged: ${error.message}.`, `${file} 不是密钥文件，或已损坏。`);
  }
}

function countKeys(database: DatabaseSync): KeyCounts {
  const version = Number(pragmaOf(database, 'user_version'));
  if (Number(pragmaOf(database, 'application_id')) !== 0 || version > KEYS_SCHEMA)
    throw failure(
      'KEYS_UNKNOWN',
      `The key file is of a newer program, or another application's (schema ${version}).`,
      '密钥文件由更新的程序写成，或属于其他应用。',
    );
  return database.prepare('SELECT count(*) AS count, count(*) - count(secret) AS erased FROM keys').get() as unknown as KeyCounts;
}
