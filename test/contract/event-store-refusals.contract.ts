import { randomUUID } from 'node:crypto';
import type { JsonObject, NewEvent } from '../../src/event-store/event-store.port.js';
import { all, anEvent, freshStream, someEvents } from '../support/event-store/events.js';
import type { StoreUnderTest } from './event-store.contract.js';

export function describeRefusals(subject: StoreUnderTest): void {
  describe('append refuses what it cannot keep', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    const notData = [1n, 'text', [], null, undefined, () => 1] as unknown as JsonObject[];
    it.each<[string, readonly NewEvent[]]>([
      ['an id that is no UUID', [anEvent({ id: 'request-1' })]],
      [
        'one id twice in a call',
        [anEvent({ id: 'a0000000-0000-4000-8000-000000000001' }), anEvent({ id: 'A0000000-0000-4000-8000-000000000001' })],
      ],
      ['a BigInt', [anEvent(), anEvent({ data: { amount: 1n } })]],
      ['a cycle', [anEvent({ metadata: cyclic })]],
      ['a type without a name', [anEvent({ type: '' })]],
      ['a type with half a character', [anEvent({ type: 'Half\ud800' })]],
      ...notData.map((data): [string, NewEvent[]] => [`data that is ${typeof data}`, [anEvent({ data })]]),
    ])('with a TypeError: %s', async (_case, events) => {
      const stream = freshStream();
      const error = await subject.store.append(stream, 'no-stream', events).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: 'TypeError' });
      expect(await all(subject.store, stream)).toEqual([]);
    });

    it.each([['', '$system', 'line\nbreak', 'x'.repeat(513)]])('with a TypeError: the stream name %j', async (name) => {
      await expect(subject.store.append(name, 'no-stream', [anEvent()])).rejects.toMatchObject({ name: 'TypeError' });
    });

    it.each([-1n, 2n ** 63n])('with a TypeError: the expected revision %s', async (expected) => {
      await expect(subject.store.append(freshStream(), expected, [anEvent()])).rejects.toMatchObject({ name: 'TypeError' });
    });

    it('with a RangeError: nothing at all, or more than 1,000 events', async () => {
      await expect(subject.store.append(freshStream(), 'no-stream', [])).rejects.toMatchObject({ name: 'RangeError' });
      await expect(subject.store.append(freshStream(), 'no-stream', someEvents(1001))).rejects.toMatchObject({ name: 'RangeError' });
    });

    it('with a RangeError that names the limit: more than 1 MiB, counted in bytes and over the whole call', async () => {
      const stream = freshStream();
      const third = { text: '\u529e'.repeat(120_000) };
      const events = [anEvent({ data: third }), anEvent({ data: third }), anEvent({ metadata: third })];
      await expect(subject.store.append(stream, 'no-stream', events)).rejects.toThrow(/at most 1048576 bytes/);
      expect(await all(subject.store, stream)).toEqual([]);
      await subject.store.append(stream, 'no-stream', events.slice(0, 2));
      expect((await all(subject.store, stream)).map(({ data }) => data)).toEqual([third, third]);
    });

    it('with a RangeError: one byte over 1 MiB, and not 1 MiB itself', async () => {
      // A type counts twice on some servers: it is the only part that is not counted alike everywhere.
      const type = 'T';
      const around = { nested: '' };
      const room = 1024 * 1024 - 2 * type.length - JSON.stringify(around).length - JSON.stringify({}).length;
      const ofLength = (length: number): NewEvent => anEvent({ type, data: { nested: 'x'.repeat(length) }, metadata: {} });
      const stream = freshStream();
      await expect(subject.store.append(stream, 'no-stream', [ofLength(room + 2)])).rejects.toMatchObject({ name: 'RangeError' });
      expect((await subject.store.append(stream, 'no-stream', [ofLength(room)])).revision).toBe(0n);
      expect(JSON.stringify((await all(subject.store, stream))[0]?.data)).toHaveLength(room + JSON.stringify(around).length);
    });

    it('and harms no other append of the same moment', async () => {
      const [good, bad, stale] = [freshStream(), freshStream(), freshStream()];
      const race = await Promise.allSettled([
        subject.store.append(good, 'no-stream', [anEvent()]),
        subject.store.append(bad, 'no-stream', [anEvent({ id: 'none' })]),
        subject.store.append(stale, 4n, [anEvent()]),
        subject.store.append(`${good}-2`, 'no-stream', [anEvent({ id: randomUUID() })]),
      ]);
      expect(race.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    });
  });
}
