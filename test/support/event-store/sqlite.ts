import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import type { OpenStore } from '../../contract/event-store.contract.js';

export async function openSqlite(folder: string): Promise<OpenStore> {
  return openFile(join(folder, randomUUID(), 'log.sqlite'));
}

/** An empty log whose next position is `first`: AUTOINCREMENT counts on from the sequence table. */
export async function openSqliteAt(folder: string, first: bigint): Promise<OpenStore> {
  const file = join(folder, randomUUID(), 'log.sqlite');
  await (await SqliteEventStore.open(file)).close();
  const raw = new DatabaseSync(file);
  raw.prepare(`INSERT INTO sqlite_sequence (name, seq) VALUES ('events', ?)`).run(first - 1n);
  raw.close();
  return openFile(file);
}

async function openFile(file: string): Promise<OpenStore> {
  let store = await SqliteEventStore.open(file);
  const reopen = async (): Promise<SqliteEventStore> => {
    await store.close();
    store = await SqliteEventStore.open(file);
    return store;
  };
  return { store, reopen };
}
