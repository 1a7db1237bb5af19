import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import type { ReadAnswer, ReadRequest } from '../../../src/event-store/sqlite/protocol.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { WorkerLink } from '../../../src/event-store/sqlite/worker-link.js';
import { all, anEvent, freshStream, idsOf } from '../../support/event-store/events.js';
import { temporaryFolder } from '../../support/event-store/temporary-folder.js';

const folder = temporaryFolder();
const freshFile = (): string => join(folder, randomUUID(), 'log.sqlite');
const worker = new URL('../../../src/event-store/sqlite/read.worker.js', import.meta.url);

describe('Reading the SQLite log', () => {
  it('cuts a page by its size, says so, and the store reads on until the limit or the head', async () => {
    const file = freshFile();
    const store = await SqliteEventStore.open(file);
    const big = Array.from({ length: 12 }, () => anEvent({ data: { text: 'x'.repeat(900_000) } }));
    for (const event of big) await store.append(freshStream(), 'no-stream', [event]);
    expect(idsOf(await store.readAll(null, 100))).toEqual(idsOf(big));
    expect(idsOf(await store.readAll(null, 11))).toEqual(idsOf(big.slice(0, 11)));
    await store.close();

    const link = new WorkerLink<ReadRequest, ReadAnswer>(worker, { file, busyTimeoutMs: 1000, pageCharactersMax: 2_000_000 });
    const [page, rest] = await Promise.all(
      link.send([
        { kind: 'all', after: -1n, limit: 100, categories: null },
        { kind: 'all', after: 9n, limit: 100, categories: null },
      ]),
    );
    expect([page?.rows.length, page?.end]).toEqual([3, false]);
    expect([rest?.rows.length, rest?.end]).toEqual([3, true]);
    await link.close();
  });

  it('wakes a subscription for an append of its own store without looking at the file', async () => {
    const store = await SqliteEventStore.open(freshFile(), { lookEveryMs: 2 ** 30 });
    const seen: string[] = [];
    for await (const { kind } of store.subscribeAll(null, new AbortController().signal)) {
      seen.push(kind);
      if (seen.length === 4) break;
      if (kind === 'caught-up') setTimeout(() => void store.append(freshStream(), 'no-stream', [anEvent()]), 50);
    }
    expect(seen).toEqual(['caught-up', 'event', 'caught-up', 'event']);
    await store.close();
  });

  it('refuses at once more readers than may wait, and serves the others', async () => {
    const store = await SqliteEventStore.open(freshFile(), { pendingReadsMax: 5 });
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => all(store, freshStream())));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(EventStoreUnavailable);
    expect(await all(store, freshStream())).toEqual([]);
    await store.close();
  });

  it('is not held up by appends, nor are they by it', async () => {
    const store = await SqliteEventStore.open(freshFile());
    const stream = freshStream();
    await store.append(stream, 'no-stream', [anEvent()]);
    const reader = store.readStream(stream)[Symbol.asyncIterator]();
    await reader.next();
    for (let revision = 0n; revision < 5n; revision += 1n) await store.append(stream, revision, [anEvent()]);
    expect((await reader.next()).done).toBe(true);
    expect(await all(store, stream)).toHaveLength(6);
    await store.close();
  });
});

describe('Closing the SQLite log', () => {
  it('writes everything that was accepted first, also what waits for a later transaction', async () => {
    const file = freshFile();
    const store = await SqliteEventStore.open(file, { groupMax: 2 });
    const accepted = Promise.allSettled(Array.from({ length: 200 }, () => store.append(freshStream(), 'no-stream', [anEvent()])));
    await store.close();
    expect((await accepted).filter(({ status }) => status === 'rejected')).toEqual([]);
    const again = await SqliteEventStore.open(file);
    expect(await again.readAll(null, 1000)).toHaveLength(200);
    await again.close();
  });
});
