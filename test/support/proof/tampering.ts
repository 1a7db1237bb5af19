import type { DatabaseSync } from 'node:sqlite';
import { sealChain } from '../../../src/event-store/audit-hash.js';
import type { RecordedEvent } from '../../../src/event-store/event-store.port.js';

export type Tamper = (database: DatabaseSync) => void;

const set = (column: string, value: string) => (position: bigint): Tamper => (database) => void database.exec(`UPDATE events SET ${column} = ${value} WHERE position = ${position}`);

const oneOf = (...edits: readonly ((position: bigint) => Tamper)[]) => (position: bigint): Tamper => (edits[Number(position) % edits.length] ?? edits[0])?.(position) ?? (() => undefined);

/** Every way to change one recorded event where it stands. */
export const EDITS: Readonly<Record<string, (position: bigint) => Tamper>> = {
  'its data': oneOf(set('data', `json_set(data, '$.note', 'another')`), set('data', `json_set(data, '$.more', 1)`), set('data', `'{'`)),
  'who recorded it, or when': oneOf(set('metadata', `json_set(metadata, '$.principal', 'nobody')`), set('metadata', `json_set(metadata, '$.recordedAt', '2026-03-01T04:00:00.000Z')`)),
  'its hash': set('metadata', `json_set(metadata, '$.hash', '${'f'.repeat(64)}')`),
  'the hash before it': set('metadata', `json_set(metadata, '$.previousHash', '${'f'.repeat(64)}')`),
  'its type': set('type', `'RequestVoided'`),
  'its id': set('id', `x'${'ee'.repeat(16)}'`),
  'its revision': set('revision', 'revision + 1'),
  'its stream': oneOf(set('stream_no', 'stream_no % 14 + 1'), set('stream_no', '999')),
};

/** To the end of the log; of the last one its place is the same then. */
export const moveToEnd = set('position', '(SELECT max(position) FROM events) + 1');

export const remove = (position: bigint): Tamper => (database) => void database.exec(`DELETE FROM events WHERE position = ${position}`);

export const swapWithNext = (position: bigint): Tamper => (database) => {
  database.exec(`UPDATE events SET position = -1 WHERE position = ${position}`);
  database.exec(`UPDATE events SET position = ${position} WHERE position = ${position + 2n}`);
  database.exec(`UPDATE events SET position = ${position + 2n} WHERE position = -1`);
};

export const duplicate = (position: bigint): Tamper => (database) =>
  void database.exec(`INSERT INTO events SELECT ${position + 1n}, stream_no, revision, id, type, data, metadata FROM events WHERE position = ${position}`);

/** A forged request of one event, its chain as it must be: no chain tells it from a true one. */
export const insertAt = (position: bigint): Tamper => (database) => {
  const stream = 'serviceRequest-hall.forged';
  const id = '99999999-0000-7000-8000-000000000000';
  const [event] = sealChain(stream, 0n, null, [{ id, type: 'ProgressRecorded', data: { step: 1 }, metadata: { principal: 'forger' } }]);
  database.exec(`INSERT INTO streams (stream_no, name) VALUES (500, '${stream}')`);
  database.prepare('INSERT INTO events VALUES (?, 500, 0, ?, ?, ?, ?)').run(position, Buffer.from(id.replaceAll('-', ''), 'hex'), 'ProgressRecorded', JSON.stringify(event?.data), JSON.stringify(event?.metadata));
};

/** Edits one event, and makes the hashes of everything behind it in its stream fit. */
export const rewriteFrom = (events: readonly RecordedEvent[], position: bigint): Tamper => (database) => {
  const first = events.find((event) => event.position === position);
  const behind = events.filter(({ stream, position: at }) => stream === first?.stream && at >= position);
  const facts = behind.map(({ id, type, data, metadata }, index) => {
    const { hash: _hash, previousHash: _previous, ...rest } = metadata;
    return { id, type, data: index === 0 ? { ...data, note: 'another' } : data, metadata: rest };
  });
  const before = first?.metadata['previousHash'] as string | null;
  const update = database.prepare('UPDATE events SET data = ?, metadata = ? WHERE position = ?');
  sealChain(first?.stream ?? '', first?.revision ?? 0n, before, facts).forEach(({ data, metadata }, index) =>
    update.run(JSON.stringify(data), JSON.stringify(metadata), behind[index]?.position ?? 0n));
};

export const cutFrom = (position: bigint): Tamper => (database) => void database.exec(`DELETE FROM events WHERE position >= ${position}`);
