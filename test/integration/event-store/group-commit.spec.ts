import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { all, anEvent, freshStream, someEvents } from '../../support/event-store/events.js';
import { temporaryFolder } from '../../support/event-store/temporary-folder.js';

const folder = temporaryFolder();
const freshFile = (): string => join(folder, randomUUID(), 'log.sqlite');
const appendMany = (store: SqliteEventStore, count: number): Promise<PromiseSettledResult<unknown>[]> =>
  Promise.allSettled(Array.from({ length: count }, () => store.append(freshStream(), 'no-stream', [anEvent()])));

describe('Group commit', () => {
  it('puts appends that come together into one transaction, and a lone one into its own', async () => {
    const store = await SqliteEventStore.open(freshFile());
    await appendMany(store, 500);
    expect(store.stats()).toEqual({ groups: 1, appends: 500, pendingMax: 500 });
    await appendMany(store, 1);
    await appendMany(store, 1);
    expect(store.stats()).toEqual({ groups: 3, appends: 502, pendingMax: 500 });
    await store.close();
  });

  it('lets callers that were answered together share the next transaction too', async () => {
    const store = await SqliteEventStore.open(freshFile());
    const lane = async (): Promise<void> => {
      const stream = freshStream();
      for (let revision = -1n; revision < 9n; revision += 1n) {
        await all(store, stream);
        await store.append(stream, revision < 0n ? 'no-stream' : revision, [anEvent()]);
      }
    };
    await Promise.all(Array.from({ length: 100 }, lane));
    expect(store.stats().appends).toBe(1000);
    expect(store.stats().groups).toBeLessThan(100);
    await store.close();
  });

  it('decides each append of a group on its own', async () => {
    const store = await SqliteEventStore.open(freshFile());
    const [stream, taken] = [freshStream(), anEvent()];
    const race = await Promise.allSettled([
      store.append(stream, 'no-stream', [taken]),
      store.append(stream, 'no-stream', [anEvent()]),
      store.append(stream, 0n, someEvents(2)),
      store.append(freshStream(), 'no-stream', [anEvent(), taken]),
      store.append(stream, 2n, [anEvent()]),
    ]);
    expect(store.stats().groups).toBe(1);
    expect(race.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
    expect((await all(store, stream)).map(({ revision }) => revision)).toEqual([0n, 1n, 2n, 3n]);
    expect(await store.readAll(null, 10)).toHaveLength(4);
    await store.close();
  });

  it('bounds a group by its number of appends and by its bytes', async () => {
    const counted = await SqliteEventStore.open(freshFile(), { groupMax: 10 });
    await appendMany(counted, 95);
    expect(counted.stats().groups).toBe(10);
    await counted.close();
    const sized = await SqliteEventStore.open(freshFile(), { groupBytesMax: 1 });
    await appendMany(sized, 5);
    expect(sized.stats().groups).toBe(5);
    await sized.close();
  });

  it('refuses at once what the queue has no room for, and keeps the rest', async () => {
    const store = await SqliteEventStore.open(freshFile(), { pendingMax: 50 });
    const results = await appendMany(store, 60);
    expect(results.map(({ status }) => status)).toEqual([...Array<string>(50).fill('fulfilled'), ...Array<string>(10).fill('rejected')]);
    for (const result of results.slice(50)) expect((result as PromiseRejectedResult).reason).toBeInstanceOf(EventStoreUnavailable);
    expect((await appendMany(store, 50)).every(({ status }) => status === 'fulfilled')).toBe(true);
    await store.close();
  });

  it('refuses bytes beyond its limit in the same way', async () => {
    const store = await SqliteEventStore.open(freshFile(), { pendingBytesMax: 1000 });
    const event = anEvent({ data: { text: 'x'.repeat(600) } });
    const results = await Promise.allSettled(
      [event, anEvent({ data: event.data })].map((one) => store.append(freshStream(), 'no-stream', [one])),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await store.append(freshStream(), 'no-stream', [anEvent({ data: event.data })]);
    await store.close();
  });

  it('leaves the main thread free while many appends are written', async () => {
    const store = await SqliteEventStore.open(freshFile());
    let ticks = 0;
    let writing = true;
    const tick = (): void => {
      ticks += 1;
      if (writing) setImmediate(tick);
    };
    tick();
    const appends = Array.from({ length: 900 }, () => store.append(freshStream(), 'no-stream', someEvents(20)));
    await new Promise(setImmediate);
    const before = ticks;
    await Promise.all(appends);
    writing = false;
    expect(ticks - before).toBeGreaterThan(20);
    await store.close();
  });

  it('rejects everything that waits when a transaction fails, and writes again when the cause is gone', async () => {
    const file = freshFile();
    const store = await SqliteEventStore.open(file, { busyTimeoutMs: 50, groupMax: 3 });
    await appendMany(store, 1);
    const blocker = new DatabaseSync(file);
    blocker.exec('BEGIN IMMEDIATE');
    const results = await appendMany(store, 10);
    for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: { name: 'EventStoreUnavailable' } });
    blocker.exec('ROLLBACK');
    blocker.close();
    expect((await appendMany(store, 10)).every(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await store.readAll(null, 100)).toHaveLength(11);
    await store.close();
  });
});
