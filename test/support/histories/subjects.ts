import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '../../../src/event-store/event-store.port.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { FlakyEventStore, type Drop } from './flaky.event-store.js';

export type Integers = (below: number) => number;
/** One log on which several processes work, each with a handle of its own. */
export interface Subject {
  /** Another process opens the log; its `close` is the process's death. */
  open(): Promise<EventStore>;
  /** Something goes wrong with connections or the server, now or at the next call. */
  mischief(random: Integers): Promise<void>;
  close(): Promise<void>;
}

const DROPS: readonly Drop[] = ['before-write', 'after-write', 'after-write', 'read', 'subscription'];
const mischiefOf =
  (drops: Drop[]) =>
  async (random: Integers): Promise<void> => {
    drops.push(DROPS[random(DROPS.length)] ?? 'read');
  };

export async function inMemorySubject(): Promise<Subject> {
  const store = new InMemoryEventStore();
  const drops: Drop[] = [];
  return {
    open: async () => new FlakyEventStore(store, drops, async () => undefined),
    mischief: mischiefOf(drops),
    close: () => store.close(),
  };
}

/** Every process opens the file itself; its death is the end of its connections, whatever they were at. */
export async function sqliteSubject(): Promise<Subject> {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  const file = join(folder, `${randomUUID()}.sqlite`);
  const drops: Drop[] = [];
  const open = async () => {
    const store = await SqliteEventStore.open(file);
    return new FlakyEventStore(store, drops, () => store.close());
  };
  return { open, mischief: mischiefOf(drops), close: async () => rmSync(folder, { recursive: true }) };
}
