import { randomUUID } from 'node:crypto';
import type { Position, RecordedEvent } from '../../src/event-store/event-store.port.js';
import { all, anEvent, freshStream, idsOf, someEvents } from '../support/event-store/events.js';
import type { ContractOptions, StoreUnderTest } from './event-store.contract.js';
import { describeThrowaway } from './event-store-positions.contract.js';

export function describeRead(subject: StoreUnderTest, { openAt, shared = false }: ContractOptions): void {
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
    }, 60_000);

    it('answers five hundred readers at once, each with its own stream', async () => {
      const streams = Array.from({ length: 500 }, freshStream);
      const events = streams.map(() => anEvent());
      await Promise.all(streams.map((stream, index) => subject.store.append(stream, 'no-stream', [events[index] ?? anEvent()])));
      const read = await Promise.all(streams.map((stream) => all(subject.store, stream)));
      expect(idsOf(read.flat())).toEqual(idsOf(events));
    }, 60_000);

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
      const start = await subject.store.head();
      await Promise.all(streams.map((stream) => subject.store.append(stream, 'no-stream', someEvents(7))));
      for (const [limit, from] of [[5, start], [1000, null]] as const) {
        const log: RecordedEvent[] = [];
        for (let last: Position | null = from, page = await subject.store.readAll(last, limit); page.length > 0;) {
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

    it('is exclusive of the position it continues after, and finds none of its own past the last', async () => {
      const stream = freshStream();
      const { positions } = await subject.store.append(stream, 'no-stream', someEvents(3));
      const positionsAfter = async (after: Position): Promise<Position[]> =>
        (await subject.store.readAll(after, 100)).filter((event) => event.stream === stream).map(({ position }) => position);
      expect(await positionsAfter(positions[0] ?? 0n)).toEqual(positions.slice(1));
      expect(await positionsAfter(positions[2] ?? 0n)).toEqual([]);
      expect(await subject.store.readAll(2n ** 80n, 10)).toEqual([]);
    });

    it('is empty at the head, which is the position of the last event', async () => {
      const { position } = await subject.store.append(freshStream(), 'no-stream', someEvents(2));
      const head = await subject.store.head();
      expect(head !== null && head >= position).toBe(true);
      if (!shared) expect(head).toBe(position);
      const after = await subject.store.readAll(head, 10);
      expect(after.every((event) => head !== null && event.position > head)).toBe(true);
      if (!shared) expect(after).toEqual([]);
    });

    it.each([0, -1, 1.5, NaN, 10_001])('refuses the limit %p with a RangeError', async (limit) => {
      await expect(subject.store.readAll(null, limit)).rejects.toMatchObject({ name: 'RangeError' });
    });
  });

  if (openAt) describeThrowaway(openAt);
}
