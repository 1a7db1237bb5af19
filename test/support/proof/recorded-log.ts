import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { hashOf, sealChain } from '../../../src/event-store/audit-hash.js';
import type { EventStore, RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { Frontier } from '../../../src/proof/domain/frontier.js';
import { signHead, type TreeHead } from '../../../src/proof/domain/head.js';
import { leafOf } from '../../../src/proof/domain/merkle.js';
import { privateKeyOf } from '../../../src/proof/domain/signature.js';
import { firstKey, newPair, type StoredKey } from '../../../src/proof/heads/key-list.js';
import { TreeFiles } from '../../../src/proof/tree-files/tree-files.js';

export const AT = '2026-03-02T04:00:00.000Z';

/** `count` chained events of several requests, in an order that has them mixed, and reference data between them. */
export async function recordEvents(store: EventStore, count: number): Promise<void> {
  const hashes = new Map<string, { revision: bigint; hash: string }>();
  for (let index = 0; index < count; index += 1) {
    const stream = index % 11 === 7 ? 'department-intake' : `serviceRequest-hall.R-${(index * index + index) % 13}`;
    const before = hashes.get(stream);
    const id = `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
    const metadata = { recordedAt: AT, principal: 'terminal-1', correlationId: id };
    const [event] = sealChain(stream, (before?.revision ?? -1n) + 1n, before?.hash ?? null, [{ id, type: 'ProgressRecorded', data: { step: index, note: `n${index}` }, metadata }]);
    if (event === undefined) throw new Error('One fact is one event');
    const { revision } = await store.append(stream, before?.revision ?? 'no-stream', [event]);
    hashes.set(stream, { revision, hash: event.metadata['hash'] as string });
  }
}

export interface RecordedLog {
  readonly folder: string;
  readonly file: string;
  readonly events: readonly RecordedEvent[];
  readonly heads: readonly TreeHead[];
  readonly key: StoredKey;
  readonly treeFolder: string;
  readonly remove: () => void;
}

/** A log in a real file, heads at the given sizes, and the tree's files, as a service leaves them. */
export async function recordedLog(count: number, headsAt: readonly number[]): Promise<RecordedLog> {
  const folder = mkdtempSync(join(tmpdir(), 'proof-'));
  const file = join(folder, 'events.sqlite');
  const store = await SqliteEventStore.open(file);
  await recordEvents(store, count);
  await store.close();
  const events = await spread(file);
  const key = firstKey(newPair(), Date.parse(AT));
  const treeFolder = join(folder, 'read-model', 'proof');
  const files = await TreeFiles.open(treeFolder);
  await files.append(events.map((event) => ({ hash: leafOf(hashOf(event)), position: event.position })));
  await files.close();
  return { folder, file, events, heads: headsOf(events, headsAt, key), key, treeFolder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Only every second position is taken: a place to put something in is between any two. */
async function spread(file: string): Promise<readonly RecordedEvent[]> {
  const database = new DatabaseSync(file);
  database.exec('UPDATE events SET position = -2 * position; UPDATE events SET position = -position');
  database.close();
  const store = await SqliteEventStore.open(file);
  const events = await store.readAll(null, 10_000);
  await store.close();
  return events;
}

export function headsOf(events: readonly RecordedEvent[], sizes: readonly number[], key: StoredKey, at = AT): TreeHead[] {
  const tree = new Frontier();
  const heads: TreeHead[] = [];
  let logId = '';
  for (const event of events) {
    const leaf = leafOf(hashOf(event));
    tree.append(leaf);
    logId ||= leaf.toString('hex');
    if (!sizes.includes(tree.size)) continue;
    const unsigned = { version: 1, logId, treeSize: tree.size, rootHash: tree.root().toString('hex'), position: event.position.toString(), at } as const;
    heads.push(signHead(unsigned, key.keyId, privateKeyOf(key.privateKey ?? '')));
  }
  return heads;
}

export const linesOf = (heads: readonly unknown[]): { readonly label: string; readonly lines: Readable } =>
  ({ label: 'heads.jsonl', lines: Readable.from([heads.map((head) => `${JSON.stringify(head)}\n`).join('')]) });

/** As `AUDIT_DIR` has them. */
export function writeAuditDir(folder: string, heads: readonly TreeHead[], keys: readonly StoredKey[]): void {
  writeFileSync(join(folder, 'heads.jsonl'), heads.map((head) => `${JSON.stringify(head)}\n`).join(''));
  writeFileSync(join(folder, 'signing-keys.json'), JSON.stringify({ keys }), { mode: 0o600 });
}
