import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { RevisionConflict } from '../../../src/event-store/errors.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { compileStore } from '../../support/event-store/compiled-store.js';
import { all, anEvent, freshStream, idsOf, someEvents } from '../../support/event-store/events.js';
import { Lanes, expectSound } from '../../support/event-store/lanes.js';
import { temporaryFolder } from '../../support/event-store/temporary-folder.js';

const folder = temporaryFolder();
const freshFile = (): string => join(folder, randomUUID(), 'log.sqlite');

describe('Several stores on one file', () => {
  it('may create it at the same moment', async () => {
    const file = freshFile();
    const stores = await Promise.all([1, 2, 3, 4, 5].map(() => SqliteEventStore.open(file)));
    await Promise.all(stores.map((store) => store.append(freshStream(), 'no-stream', [anEvent()])));
    expect(await stores[0]?.readAll(null, 100)).toHaveLength(5);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('let exactly one of their racing writers win each revision', async () => {
    const file = freshFile();
    const stores = await Promise.all([SqliteEventStore.open(file), SqliteEventStore.open(file)]);
    const stream = freshStream();
    const winners: string[] = [];
    for (let round = 0; round < 30; round += 1) {
      const events = [anEvent(), anEvent()];
      const expected = round === 0 ? 'no-stream' : BigInt(round - 1);
      const race = await Promise.allSettled(stores.map((store, index) => store.append(stream, expected, events.slice(index, index + 1))));
      winners.push(...race.flatMap(({ status }, index) => (status === 'fulfilled' ? idsOf(events.slice(index, index + 1)) : [])));
      for (const result of race) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(RevisionConflict);
    }
    expect(winners).toHaveLength(30);
    for (const store of stores) expect(idsOf(await all(store, stream))).toEqual(winners);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('notice in a waiting subscription what another one appends', async () => {
    const file = freshFile();
    const [reader, writer] = await Promise.all([SqliteEventStore.open(file), SqliteEventStore.open(file)]);
    const sent = someEvents(20);
    const seen: string[] = [];
    const following = (async () => {
      for await (const message of reader.subscribeAll(null, new AbortController().signal)) {
        if (message.kind === 'caught-up') {
          const event = sent[seen.length];
          if (!event) return;
          void writer.append(freshStream(), 'no-stream', [event]);
        } else seen.push(message.event.id);
      }
    })();
    await following;
    expect(seen).toEqual(idsOf(sent));
    await Promise.all([reader.close(), writer.close()]);
  }, 30_000);

  it('in two processes append side by side, and a subscriber sees all of it once, in order', async () => {
    const file = freshFile();
    const store = await SqliteEventStore.open(file);
    const other = new Lanes(compileStore(folder), file, 3, 100);
    const mine: string[] = [];
    const append = async (): Promise<void> => {
      for (let count = 0; count < 200; count += 1) {
        const event = anEvent();
        await store.append('mine', count === 0 ? 'no-stream' : BigInt(count - 1), [event]);
        mine.push(event.id);
      }
    };
    await Promise.all([append(), other.acks(100)]);
    await other.kill();
    const head = await store.head();
    const seen: string[] = [];
    for await (const message of store.subscribeAll(null, new AbortController().signal)) {
      if (message.kind === 'caught-up') break;
      seen.push(message.event.id);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(idsOf(await store.readAll(null, 10_000)));
    expect(idsOf(await all(store, 'mine'))).toEqual(mine);
    expect((await store.readAll(null, 10_000)).at(-1)?.position).toBe(head);
    await store.close();
    await expectSound(file, other.acknowledged);
  }, 60_000);
});
