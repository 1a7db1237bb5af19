import { type Fact, sealChain, verifyStream } from '../../src/event-store/audit-hash.js';
import { canonicalForm } from '../../src/event-store/canonical-form.js';
import type { ExpectedRevision } from '../../src/event-store/event-store.port.js';
import type { UnsealedAppend } from '../../src/event-store/sealing.js';
import { all, anEvent, freshStream, someEvents } from '../support/event-store/events.js';
import type { StoreUnderTest } from './event-store.contract.js';

const aFact = (place: number): Fact => ({ ...anEvent({ data: { z: place, a: 'Süd "1" 北' } }), metadata: { cause: `#${place}`, who: 'counter' } });

/** Its metadata cut by hand: `cause` comes before `previousHash` in the canonical form, `who` after it. */
const unsealed = (stream: string, expected: ExpectedRevision, previousHash: string | null, facts: readonly Fact[]): UnsealedAppend => ({
  stream, expected, previousHash,
  events: facts.map(({ id, type, data, metadata }) => ({
    id, type, data: canonicalForm(data), metadata: [`{"cause":"${String(metadata['cause'])}","previousHash":`, `,"who":"${String(metadata['who'])}"}`],
  })),
});

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
      expect(await subject.store.sealAndAppendEach([])).toEqual([]);
    });

    it('are chained by the store as whoever appends would have chained them, at the start of a stream and after it', async () => {
      const [stream, twin] = [freshStream(), freshStream()];
      const [first, second, third] = [aFact(1), aFact(2), aFact(3)];
      const head = await subject.store.sealAndAppendEach([unsealed(stream, 'no-stream', null, [first, second])]);
      const written = await all(subject.store, stream);
      expect(head).toEqual([{ status: 'fulfilled', value: { revision: 1n, position: written[1]?.position, positions: written.map(({ position }) => position) } }]);
      const hash = written[1]?.metadata['hash'] as string;
      const results = await subject.store.sealAndAppendEach([unsealed(stream, 1n, hash, [third]), unsealed(twin, 'no-stream', null, [aFact(4)])]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
      const chained = sealChain(stream, 0n, null, [first, second, third]);
      expect((await all(subject.store, stream)).map(({ id, type, data, metadata }) => ({ id, type, data, metadata }))).toEqual(
        chained.map(({ id, type, data, metadata }) => ({ id, type, data, metadata })),
      );
      expect(await verifyStream(subject.store.readStream(stream))).toBeNull();
      expect(await verifyStream(subject.store.readStream(twin))).toBeNull();
    });

    it('that the store chains are refused alone, and answered again as the first time, also those chained elsewhere before', async () => {
      const [stream, taken] = [freshStream(), freshStream()];
      const [first, second] = [aFact(1), aFact(2)];
      await subject.store.append(taken, 'no-stream', sealChain(taken, 0n, null, [first]));
      const appends = [
        unsealed(taken, 'no-stream', null, [first]),
        unsealed(taken, 'no-stream', null, [second]),
        unsealed(stream, 'no-stream', null, [{ ...second, id: 'none' }]),
        unsealed(stream, 'no-stream', null, []),
        unsealed('', 'no-stream', null, [second]),
        unsealed(stream, 'no-stream', null, [second]),
      ];
      const results = await subject.store.sealAndAppendEach(appends);
      const outcome = results.map((result) => (result.status === 'fulfilled' ? result.value.revision : (result.reason as Error).name));
      expect(outcome).toEqual([0n, 'RevisionConflict', 'TypeError', 'RangeError', 'TypeError', 0n]);
      expect((await subject.store.sealAndAppendEach(appends)).at(-1)).toEqual(results.at(-1));
      expect(await all(subject.store, stream)).toHaveLength(1);
    });
  });
}
