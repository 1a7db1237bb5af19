/**
 * The key file, in a thread of its own: creating a key waits for the disk, and the main thread must not.
 * Imports nothing of this project at run time, so that it also loads as plain TypeScript under the test runner.
 */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { KeyOperation, KeyOutcome } from './key-operations.js';

const SCHEMA_VERSION = 1;

const db = new DatabaseSync(workerData as string, { timeout: 10_000 });
const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
if (version > SCHEMA_VERSION) throw new Error(`it has schema ${version}, and this program knows up to ${SCHEMA_VERSION}`);
db.exec(`
  PRAGMA user_version = ${SCHEMA_VERSION};
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, secret BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS keys (key_id TEXT PRIMARY KEY, lookup BLOB UNIQUE, secret BLOB) STRICT;
`);
db.prepare("INSERT INTO secrets (name, secret) VALUES ('lookup', ?) ON CONFLICT DO NOTHING").run(randomBytes(32));
const { secret: lookupSecret } = db.prepare("SELECT secret FROM secrets WHERE name = 'lookup'").get() as { secret: Uint8Array };

const byLookup = db.prepare('SELECT key_id AS keyId, secret FROM keys WHERE lookup = ?');
const byId = db.prepare('SELECT key_id AS keyId, secret FROM keys WHERE key_id = ?');
const insert = db.prepare('INSERT INTO keys (key_id, lookup, secret) VALUES (?, ?, ?) ON CONFLICT (lookup) DO NOTHING');
const forget = db.prepare('UPDATE keys SET lookup = NULL, secret = NULL WHERE key_id = ?');

const lookupOf = (subject: string): Uint8Array => createHmac('sha256', lookupSecret).update(subject, 'utf8').digest();

function answer({ kind, name }: KeyOperation): KeyOutcome {
  if (kind === 'load') return toOutcome(byId.get(name));
  if (kind === 'erase') {
    forget.run(name);
    return null;
  }
  const lookup = lookupOf(name);
  if (kind === 'lookup') return toOutcome(byLookup.get(lookup));
  return toOutcome(byLookup.get(lookup) ?? (insert.run(randomUUID(), lookup, randomBytes(32)), byLookup.get(lookup)));
}

function toOutcome(row: unknown): KeyOutcome {
  if (row === undefined) return null;
  const { keyId, secret } = row as { keyId: string; secret: Uint8Array | null };
  return { keyId, secret };
}

const isKnown = ({ kind, name }: KeyOperation): boolean =>
  kind === 'load' || kind === 'lookup' || (kind === 'find' && byLookup.get(lookupOf(name)) !== undefined);

/** All that came together is one transaction, so one wait for the disk, and none when there is nothing to write. */
function answerAll(operations: readonly KeyOperation[]): KeyOutcome[] {
  if (operations.every(isKnown)) return operations.map(answer);
  db.exec('BEGIN IMMEDIATE');
  try {
    const outcomes = operations.map(answer);
    db.exec('COMMIT');
    // An erased secret must leave the write-ahead log too.
    if (operations.some(({ kind }) => kind === 'erase')) emptyWriteAheadLog();
    return outcomes;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** @throws while another process goes on reading what was there before; the erasure is then asked for again. */
function emptyWriteAheadLog(): void {
  const { busy } = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
  if (busy !== 0) throw new Error('the write-ahead log could not be emptied of an erased key: another process is reading it');
}

parentPort?.on('message', (operations: readonly KeyOperation[] | 'close') => {
  if (operations === 'close') {
    db.close();
    parentPort?.close();
    return;
  }
  try {
    parentPort?.postMessage({ outcomes: answerAll(operations) });
  } catch (error) {
    parentPort?.postMessage({ failure: String(error) });
  }
});
