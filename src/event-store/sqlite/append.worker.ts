import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { seal, withPreviousHash } from '../sealing.ts';
import type { AppendCall, AppendOutcome, AppendWorkerSetup, FromWorker, PackedGroup, PackedOutcome, ToWorker } from './protocol.js';

/**
 * The only writer of this process. It imports nothing but node: modules, types, and what Node can load as it stands. Any error ends the thread: after a failed write or fsync nothing is retried, the next worker starts from disk.
 */
const port = parentPort;
if (!port) throw new Error('This file runs as a worker thread');
const { file, busyTimeoutMs, schema } = workerData as AppendWorkerSetup;
const log = openLog();
const findStream = statement(
  'SELECT s.stream_no, (SELECT max(revision) FROM events e WHERE e.stream_no = s.stream_no) FROM streams s WHERE s.name = ?',
);
const insertStream = statement('INSERT INTO streams (name) VALUES (?) ON CONFLICT (name) DO NOTHING');
const insertEvent = statement(
  `INSERT INTO events (stream_no, revision, id, type, data, metadata) VALUES (?, ?, unhex(?, '-'), ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
);
const undoStream = statement('DELETE FROM streams WHERE stream_no = ?');
const undoEvents = statement('DELETE FROM events WHERE stream_no = ? AND revision > ?');
const readPlaces = statement(`SELECT lower(hex(id)), position FROM events WHERE stream_no = ? AND revision > ? ORDER BY revision LIMIT ?`);

let written: PackedOutcome['written'] = null;

port.on('message', (message: ToWorker<PackedGroup>) => {
  if (message === null) {
    log.close();
    port.close();
    return;
  }
  const answers = message.map(([number, group]) => [number, commit(group)] as const);
  port.postMessage(answers satisfies FromWorker<PackedOutcome>);
});
port.postMessage([[0, packed([])]] satisfies FromWorker<PackedOutcome>);

/** One transaction, one fsync; each call of the group is decided on its own. */
function commit(group: PackedGroup): PackedOutcome {
  try {
    log.exec('BEGIN IMMEDIATE');
    const outcomes: AppendOutcome[] = [];
    written = null;
    let at = 0;
    for (const [index, stream] of group.streams.entries()) {
      const texts = group.texts.slice(at, (at += group.lengths[index] ?? 0));
      outcomes.push(append({ stream, expected: group.expected[index] ?? -1n, previousHash: group.previousHashes[index], texts }));
    }
    log.exec('COMMIT');
    return packed(outcomes);
  } catch (error) {
    log.close();
    throw error;
  }
}

function packed(outcomes: readonly AppendOutcome[]): PackedOutcome {
  return {
    conflicts: Uint8Array.from(outcomes, ({ conflict }) => (conflict ? 1 : 0)),
    revisions: BigInt64Array.from(outcomes, ({ revision }) => revision),
    counts: Int32Array.from(outcomes, ({ positions }) => positions.length),
    positions: BigInt64Array.from(outcomes.flatMap(({ positions }) => positions)),
    written,
  };
}

function append(call: AppendCall): AppendOutcome {
  // A stream that should be new mostly is: making it shows that, and saves looking for it first.
  const made = call.expected === -1n ? insertStream.run(call.stream) : null;
  if (made?.changes === 1n) return insertAll(call, made.lastInsertRowid as bigint, true);
  const [known, head] = (findStream.get(call.stream) ?? [null, null]) as unknown as [bigint | null, bigint | null];
  const actual = head ?? -1n;
  if (known === null || actual !== call.expected) return answerAgain(call, known, actual);
  return insertAll(call, known, false);
}

function insertAll(call: AppendCall, streamNo: bigint, streamIsNew: boolean): AppendOutcome {
  const { stream, expected: actual, texts } = call;
  const width = widthOf(call);
  const positions: bigint[] = [];
  let previous = call.previousHash;
  for (let at = 0, revision = actual + 1n; at < texts.length; at += width, revision += 1n) {
    const [id = '', type = '', data = '', before = '', after = ''] = [texts[at], texts[at + 1], texts[at + 2], texts[at + 3], texts[at + 4]];
    let metadata = before;
    if (previous !== undefined) ({ hash: previous, metadata } = seal({ stream, revision, id, type, data, metadata: withPreviousHash([before, after], previous) }));
    const { changes, lastInsertRowid } = insertEvent.run(streamNo, revision, id, type, data, metadata);
    if (changes === 0n) return undo(streamNo, streamIsNew, actual);
    positions.push(lastInsertRowid as bigint);
    written = [written?.[0] ?? (lastInsertRowid as bigint), lastInsertRowid as bigint];
  }
  return { conflict: false, revision: actual + BigInt(positions.length), positions };
}

/** Texts of one event. */
const widthOf = ({ previousHash }: AppendCall): number => (previousHash === undefined ? 4 : 5);

/** An id of the call stands elsewhere in the log: takes back what this call has written. */
function undo(streamNo: bigint, streamIsNew: boolean, actual: bigint): AppendOutcome {
  undoEvents.run(streamNo, actual);
  if (streamIsNew) undoStream.run(streamNo);
  return { conflict: true, revision: actual, positions: [] };
}

/** The first answer when every id already stands at its place. */
function answerAgain(call: AppendCall, streamNo: bigint | null, actual: bigint): AppendOutcome {
  const { expected, texts } = call;
  const width = widthOf(call);
  const count = texts.length / width;
  const places = streamNo === null ? [] : (readPlaces.all(streamNo, expected, count) as unknown as [string, bigint][]);
  const same = places.length === count && places.every(([id], index) => id === texts[index * width]?.replaceAll('-', ''));
  if (!same) return { conflict: true, revision: actual, positions: [] };
  return { conflict: false, revision: expected + BigInt(count), positions: places.map(([, position]) => position) };
}

function openLog(): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs, enableForeignKeyConstraints: false });
  // In one read: between two, another process may have made the file what it will be.
  database.exec('BEGIN');
  refuseForeign(database);
  database.exec('COMMIT');
  enterWal(database);
  database.exec(
    `PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;
    BEGIN IMMEDIATE`,
  );
  if (refuseForeign(database) === 'new')
    database.exec(`${schema.sql}; PRAGMA application_id = ${schema.applicationId}; PRAGMA user_version = ${schema.version}`);
  database.exec('COMMIT');
  return database;
}

/** Looked at before anything is changed, and again inside the transaction: another process may be creating the same file. */
function refuseForeign(database: DatabaseSync): 'new' | 'ours' {
  const id = pragma(database, 'application_id');
  const version = pragma(database, 'user_version');
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as { tables: number };
  if (id === 0 && version === 0 && tables === 0) return 'new';
  if (id !== schema.applicationId) throw refusal(`${file} is not an event log of this application`);
  if (version > schema.version)
    throw refusal(`${file} has schema version ${version}; this program knows versions up to ${schema.version}. Use the newer program.`);
  return 'ours';
}

function refusal(message: string): Error {
  return Object.assign(new Error(message), { code: 'LOG_FILE_REFUSED' });
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}

/** The change to WAL wants the file for itself and does not wait for it as other statements do. */
function enterWal(database: DatabaseSync): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (attempt * 20 > busyTimeoutMs) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

function statement(sql: string): StatementSync {
  const prepared = log.prepare(sql);
  prepared.setReadBigInts(true);
  prepared.setReturnArrays(true);
  return prepared;
}
