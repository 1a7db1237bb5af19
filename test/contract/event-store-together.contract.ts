import { all, anEvent, freshStream, someEvents } from '../support/event-store/events.js';
import type { StoreUnderTest } from './event-store.contract.js';

/** Several appends in one call. */
export function describeTogether(subject: StoreUnderTest): void {
  describe('Appends handed over together', () => {
    it('are answered as if each had come alone, in their order', async () => {
      const [taken, stream] = [freshStream(), freshStream()];
      const kept = anEvent();
      await subject.store.append(taken, 'no-stream', [kept]);
      const results = await subject.store.appendEach([
        { stream, expected: 'no-stream', events: someEvents(2) },
        { stream: taken, expected: 'no-stream', events: [anEvent()] },
        { stream: freshStream(), expected: 'no-stream', events: [anEvent({ id: 'none' })] },
        { stream: '', expected: 'no-stream', events: [anEvent()] },
        { stream: freshStream(), expected: 3n, events: [anEvent()] },
        { stream: `${taken}-2`, expected: 'no-stream', events: [anEvent()] },
      ]);
      expect(results.map((result) => (result.status === 'fulfilled' ? result.value.revision : (result.reason as Error).name))).toEqual([
        1n, 'RevisionConflict', 'TypeError', 'TypeError', 'RevisionConflict', 0n,
      ]);
      const events = await all(subject.store, stream);
      expect(results[0]).toMatchObject({ value: { positions: events.map(({ position }) => position) } });
      expect((await all(subject.store, taken)).map(({ id }) => id)).toEqual([kept.id]);
    });

    it('answer again as the first time', async () => {
      const appends = Array.from({ length: 20 }, () => ({ stream: freshStream(), expected: 'no-stream' as const, events: someEvents(2) }));
      const first = await subject.store.appendEach(appends);
      expect(await subject.store.appendEach(appends)).toEqual(first);
      expect(first.every(({ status }) => status === 'fulfilled')).toBe(true);
    });

    it('may be none', async () => {
      expect(await subject.store.appendEach([])).toEqual([]);
    });
  });
}
