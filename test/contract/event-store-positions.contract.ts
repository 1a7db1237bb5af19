import { EventStoreUnavailable } from '../../src/event-store/errors.js';
import { all, anEvent, freshStream, someEvents } from '../support/event-store/events.js';
import type { ContractOptions } from './event-store.contract.js';

/** Where a log of one's own can be opened. */
export function describeThrowaway(openAt: NonNullable<ContractOptions['openAt']>): void {
  describe('positions over 2^53', () => {
    it('are exact in answers, reads, subscriptions and the head', async () => {
      const first = 2n ** 53n + 1n;
      const { store, end } = await openAt(first);
      expect(await store.head()).toBeNull();
      const stream = freshStream();
      const events = someEvents(3);
      const answer = await store.append(stream, 'no-stream', events);
      const [one, two, three] = answer.positions;
      if (one === undefined || two === undefined || three === undefined) throw new Error('Three events have three positions');
      expect([one >= first, two > one, three > two]).toEqual([true, true, true]);
      expect((await all(store, stream)).map(({ position }) => position)).toEqual([one, two, three]);
      expect(await store.append(stream, 'no-stream', events)).toEqual(answer);
      expect((await store.readAll(one, 10)).map(({ position }) => position)).toEqual([two, three]);
      expect(await store.head()).toBe(three);
      for await (const message of store.subscribeAll(two, new AbortController().signal)) {
        expect(message).toMatchObject({ kind: 'event', event: { position: three } });
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
