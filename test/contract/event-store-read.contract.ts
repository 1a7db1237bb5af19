import { randomUUID } from 'node:crypto';
import { EventStoreUnavailable } from '../../src/event-store/errors.js';
import type { Position, RecordedEvent } from '../../src/event-store/event-store.port.js';
import { all, anEvent, freshStream, idsOf, someEvents } from '../support/event-store/events.js';
import type { ContractOptions, StoreUnderTest } from './event-store.contract.js';

export function describeRead(subject: StoreUnderTest, { openAt }: ContractOptions): void {
  describe('readStream', () => {
    it('gives back every field as it was written, whatever the characters', async () => {
      const stream = `${freshStream()}-\u529e\u4ef6`;
      const event = anEvent({
        id: randomUUID().toUpperCase(),
        data: { text: '\u529e\u4ef6 "\\\u0000\u2028 \u{1f30f} \ud800', none: null, deep: [{ on: true, at: -0.5 }], dropped: undefined },
        metadata: {},
      });
      const { position } = await subject.store.append(stream, 'no-stream', [event]);
      expect(await all(subject.store, stream)).toEqual([
        {
          id: event.id.toLowerCase(),
          type: 'Happened',
          data: { text: '\u529e\u4ef6 "\\\u0000\u2028 \u{1f30f} \ud800', none: null, deep: [{ on: true, at: -0.5 }] },
          metadata: {},
          stream,
          revision: 0n,
          position,
        },
      ]);
    });

    it('is empty for a stream that does not exist', async () => {
      expect(await all(subject.store, freshStream())).toEqual([]);
    });

    it('begins at the revision asked for, and is empty past the end', async () => {
      const stream = freshStream();
      const events = someEvents(4);
      await subject.store.append(stream, 'no-stream', events);
      expect(idsOf(await all(subject.store, stream, 2n))).toEqual(idsOf(events.slice(2)));
      expect(await all(subject.store, stream, 4n)).toEqual([]);
      expect(await all(subject.store, stream, 2n ** 80n)).toEqual([]);
    });

    it('reads a long stream whole and in order', async () => {
      const stream = freshStream();
      const parts = [someEvents(1000), someEvents(1000), someEvents(500)];
      for (const [index, part] of parts.entries())
        await subject.store.append(stream, index === 0 ? 'no-stream' : BigInt(index * 1000 - 1), part);
      expect(idsOf(await all(subject.store, stream))).toEqual(idsOf(parts.flat()));
    });

    it('answers five hundred readers at once, each with its own stream', async () => {
      const streams = Array.from({ length: 500 }, freshStream);
      const events = streams.map(() => anEvent());
      await Promise.all(streams.map((stream, index) => subject.store.append(stream, 'no-stream', [events[index] ?? anEvent()])));
      const read = await Promise.all(streams.map((stream) => all(subject.store, stream)));
      expect(idsOf(read.flat())).toEqual(idsOf(events));
    });

    it('gives each reader objects of its own', async () => {
      const stream = freshStream();
      await subject.store.append(stream, 'no-stream', [anEvent()]);
      const [mine] = await all(subject.store, stream);
      Object.assign(mine?.data ?? {}, { nested: 'edited' });
      expect((await all(subject.store, stream))[0]?.data).toEqual({ nested: { minutes: 5 } });
    });
  });

  describe('readAll', () => {
    it('reads everything once, in the order of positions, whatever the limit', async () => {
      const streams = [freshStream(), freshStream(), freshStream()];
      await Promise.all(streams.map((stream) => subject.store.append(stream, 'no-stream', someEvents(7))));
      for (const limit of [5, 1000]) {
        const log: RecordedEvent[] = [];
        for (let last: Position | null = null, page = await subject.store.readAll(last, limit); page.length > 0;) {
          expect(page.length).toBeLessThanOrEqual(limit);
          log.push(...page);
          last = page.at(-1)?.position ?? null;
          page = await subject.store.readAll(last, limit);
          if (log.length > 200_000) throw new Error('The log does not end');
        }
        const positions = log.map(({ position }) => position);
        expect(positions.every((position, index) => index === 0 || position > (positions[index - 1] ?? position))).toBe(true);
        for (const stream of streams) expect(log.filter((event) => event.stream === stream)).toEqual(await all(subject.store, stream));
      }
    }, 60_000);

    it('is exclusive of the position it continues after, and empty at the head', async () => {
      const { positions } = await subject.store.append(freshStream(), 'no-stream', someEvents(3));
      const rest = await subject.store.readAll(positions[0] ?? null, 10);
      expect(rest[0]?.position).toBe(positions[1]);
      expect(await subject.store.head()).toBe(positions[2]);
      expect(await subject.store.readAll(positions[2] ?? null, 10)).toEqual([]);
      expect(await subject.store.readAll(2n ** 80n, 10)).toEqual([]);
    });

    it.each([0, -1, 1.5, NaN, 10_001])('refuses the limit %p with a RangeError', async (limit) => {
      await expect(subject.store.readAll(null, limit)).rejects.toMatchObject({ name: 'RangeError' });
    });
  });

  if (openAt) describeThrowaway(openAt);
}

/** Where a log of one's own can be opened. */
function describeThrowaway(openAt: NonNullable<ContractOptions['openAt']>): void {
  describe('positions over 2^53', () => {
    it('are exact in answers, reads, subscriptions and the head', async () => {
      const first = 2n ** 53n + 1n;
      const { store, end } = await openAt(first);
      expect(await store.head()).toBeNull();
      const stream = freshStream();
      const events = someEvents(3);
      const answer = await store.append(stream, 'no-stream', events);
      expect(answer.positions).toEqual([first, first + 1n, first + 2n]);
      expect(await store.append(stream, 'no-stream', events)).toEqual(answer);
      expect((await store.readAll(first, 10)).map(({ position }) => position)).toEqual([first + 1n, first + 2n]);
      expect(await store.head()).toBe(first + 2n);
      for await (const message of store.subscribeAll(first + 1n, new AbortController().signal)) {
        expect(message).toMatchObject({ kind: 'event', event: { position: first + 2n } });
        break;
      }
      await store.close();
      await end?.();
    });
  });

  describe('close', () => {
    it('finishes what was accepted, refuses what comes later, and may be called twice', async () => {
      const { store, end } = await openAt(1n);
      const accepted = Promise.all(Array.from({ length: 20 }, () => store.append(freshStream(), 'no-stream', [anEvent()])));
      await Promise.all([store.close(), store.close()]);
      expect(await accepted).toHaveLength(20);
      await expect(store.append(freshStream(), 'no-stream', [anEvent()])).rejects.toBeInstanceOf(EventStoreUnavailable);
      await expect(all(store, freshStream())).rejects.toBeInstanceOf(EventStoreUnavailable);
      await expect(store.head()).rejects.toBeInstanceOf(EventStoreUnavailable);
      await expect(store.readAll(null, 1)).rejects.toBeInstanceOf(EventStoreUnavailable);
      await end?.();
    });
  });
}
