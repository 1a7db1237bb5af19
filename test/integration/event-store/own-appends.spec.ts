import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogReader } from '../../../src/event-store/sqlite/log-reader.js';
import { OwnAppends } from '../../../src/event-store/sqlite/own-appends.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { anEvent } from '../../support/event-store/events.js';

describe('What a process has just written', () => {
  it('is passed by whoever follows other categories, as far as nobody else wrote in between', () => {
    const own = new OwnAppends();
    expect([own.upTo, own.passed(3n, ['a'])]).toEqual([null, 3n]);
    own.note(4n, 9n, ['r-1', 'r-2', 's-1']);
    own.note(10n, 12n, ['r-3']);
    expect([own.upTo, own.passed(3n, ['a']), own.passed(7n, ['a', 'b']), own.passed(12n, ['a'])]).toEqual([12n, 12n, 12n, 12n]);
    expect([own.passed(3n, ['s']), own.passed(3n, ['a', 'r']), own.passed(2n, ['a'])]).toEqual([3n, 3n, 2n]);
    own.note(14n, 15n, ['r-4']);
    expect([own.upTo, own.passed(3n, ['a']), own.passed(13n, ['a'])]).toEqual([15n, 12n, 15n]);
    own.note(16n, 16n, ['a-1']);
    expect([own.passed(14n, ['a']), own.passed(14n, ['b'])]).toEqual([15n, 16n]);
  });

  it('is forgotten after sixty-four stretches, which whoever follows has to read', () => {
    const own = new OwnAppends();
    for (let position = 1n; position <= 130n; position += 2n) own.note(position, position, ['r-1']);
    expect([own.passed(0n, ['a']), own.passed(2n, ['a']), own.upTo]).toEqual([0n, 3n, 129n]);
  });

  it('is not read by a subscription to other categories, which hears at once of what is its own, and of what another process wrote', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'own-appends-'));
    const file = join(folder, 'events.sqlite');
    const [store, other] = [await SqliteEventStore.open(file, { lookEveryMs: 20 }), await SqliteEventStore.open(file)];
    const stop = new AbortController();
    try {
      const heard: string[] = [];
      const listening = (async () => {
        for await (const message of store.subscribeAll(null, stop.signal, ['wanted'])) if (message.kind === 'event') heard.push(message.event.stream);
      })();
      const until = async (count: number): Promise<void> => { while (heard.length < count) await new Promise((resolve) => setTimeout(resolve, 5)); };
      await store.append('wanted-1', 'no-stream', [anEvent()]);
      await until(1);
      const pages = jest.spyOn(LogReader.prototype, 'page');
      const looks = jest.spyOn(LogReader.prototype, 'head');
      for (let index = 0; index < 100; index += 1) await store.append(`other-${index}`, 'no-stream', [anEvent()]);
      // Now and then it looks for what others wrote: as often as the clock says, not as often as somebody writes.
      expect(pages.mock.calls.length).toBeLessThanOrEqual(looks.mock.calls.length + 1);
      await other.append('wanted-2', 'no-stream', [anEvent()]);
      await until(2);
      for (const stream of ['other-x', 'wanted-3']) await other.append(stream, 'no-stream', [anEvent()]);
      await store.append('other-y', 'no-stream', [anEvent()]);
      await until(3);
      await Promise.all(['other-z', 'wanted-4'].map((stream) => store.append(stream, 'no-stream', [anEvent()])));
      await until(4);
      stop.abort();
      await listening;
      expect(heard).toEqual(['wanted-1', 'wanted-2', 'wanted-3', 'wanted-4']);
    } finally {
      stop.abort();
      jest.restoreAllMocks();
      await Promise.all([store.close(), other.close()]);
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
