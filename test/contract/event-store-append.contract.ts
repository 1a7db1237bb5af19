import { RevisionConflict } from '../../src/event-store/errors.js';
import { all, anEvent, freshStream, idsOf, someEvents } from '../support/event-store/events.js';
import type { ContractOptions, StoreUnderTest } from './event-store.contract.js';

export function describeAppend(subject: StoreUnderTest, { idsUniqueInLog = true, restarts = true }: ContractOptions): void {
  describe('append', () => {
    it('numbers a stream from zero and answers with the last revision and every position', async () => {
      const stream = freshStream();
      const result = await subject.store.append(stream, 'no-stream', someEvents(3));
      expect(result.revision).toBe(2n);
      expect(result.positions).toHaveLength(3);
      expect(result.position).toBe(result.positions[2]);
      const stored = await all(subject.store, stream);
      expect(stored.map(({ revision }) => revision)).toEqual([0n, 1n, 2n]);
      expect(stored.map(({ position }) => position)).toEqual(result.positions);
    });

    it('goes on from the exact revision', async () => {
      const stream = freshStream();
      const first = await subject.store.append(stream, 'no-stream', someEvents(2));
      const second = await subject.store.append(stream, 1n, someEvents(1));
      expect(second.revision).toBe(2n);
      expect(second.position > first.position).toBe(true);
    });

    it.each([
      ['a stream where none was expected', 1, 'no-stream', 0n],
      ['an older revision than expected', 1, 5n, 0n],
      ['a newer revision than expected', 3, 0n, 2n],
      ['no stream where a first event was expected', 0, 0n, 'no-stream'],
      ['no stream where a later event was expected', 0, 5n, 'no-stream'],
      ['a revision no number can hold', 1, 2n ** 63n - 1n, 0n],
    ] as const)('names what it found when it finds %s, and writes nothing', async (_case, existing, expected, actual) => {
      const stream = freshStream();
      if (existing > 0) await subject.store.append(stream, 'no-stream', someEvents(existing));
      const error = await subject.store.append(stream, expected, [anEvent()]).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(RevisionConflict);
      expect(error).toMatchObject({ name: 'RevisionConflict', stream, expected, actual });
      expect(await all(subject.store, stream)).toHaveLength(existing);
    });

    it('lets exactly one of twenty racing writers win each revision', async () => {
      const stream = freshStream();
      const winners: string[] = [];
      for (let round = 0; round < 10; round += 1) {
        const events = Array.from({ length: 20 }, () => anEvent());
        const expected = round === 0 ? 'no-stream' : BigInt(round - 1);
        const race = await Promise.allSettled(events.map((event) => subject.store.append(stream, expected, [event])));
        const won = race.flatMap(({ status }, index) => (status === 'fulfilled' ? [events[index]?.id ?? ''] : []));
        expect(won).toHaveLength(1);
        winners.push(...won);
        for (const result of race) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(RevisionConflict);
      }
      expect(idsOf(await all(subject.store, stream))).toEqual(winners);
    });

    it('keeps fifty streams that grow in parallel apart', async () => {
      const streams = Array.from({ length: 50 }, freshStream);
      const sent = await Promise.all(
        streams.map(async (stream) => {
          const ids: string[] = [];
          for (let revision = -1n; revision < 9n; revision += 2n) {
            const events = someEvents(2);
            await subject.store.append(stream, revision < 0n ? 'no-stream' : revision, events);
            ids.push(...idsOf(events));
          }
          return ids;
        }),
      );
      const stored = await Promise.all(streams.map(async (stream) => idsOf(await all(subject.store, stream))));
      expect(stored).toEqual(sent);
    });

    it('keeps what was written when the caller edits its copy before the answer', async () => {
      const stream = freshStream();
      const event = anEvent();
      const answer = subject.store.append(stream, 'no-stream', [event]);
      Object.assign(event.data, { nested: 'edited' });
      await answer;
      expect((await all(subject.store, stream))[0]?.data).toEqual({ nested: { minutes: 5 } });
    });
  });

  describe('append again with the same ids', () => {
    it('answers as the first time, also when the stream has grown since', async () => {
      const stream = freshStream();
      const [first, second] = [someEvents(2), someEvents(2)];
      const firstAnswer = await subject.store.append(stream, 'no-stream', first);
      const secondAnswer = await subject.store.append(stream, 1n, second);
      expect(await subject.store.append(stream, 'no-stream', first)).toEqual(firstAnswer);
      expect(await subject.store.append(stream, 1n, second)).toEqual(secondAnswer);
      expect(await all(subject.store, stream)).toHaveLength(4);
    });

    it('answers as the first time when both arrive at once', async () => {
      const stream = freshStream();
      const events = someEvents(2);
      const answers = await Promise.all([1, 2, 3].map(() => subject.store.append(stream, 'no-stream', events)));
      expect(new Set(answers.map(({ position }) => position)).size).toBe(1);
      expect(await all(subject.store, stream)).toHaveLength(2);
    });

    if (restarts)
      it('answers as the first time after a restart', async () => {
        const stream = freshStream();
        const events = someEvents(2);
        const answer = await subject.store.append(stream, 'no-stream', events);
        await subject.reopen();
        expect(await subject.store.append(stream, 'no-stream', events)).toEqual(answer);
        expect(idsOf(await all(subject.store, stream))).toEqual(idsOf(events));
      });

    it('refuses a call of which only a part is there, and writes nothing', async () => {
      const stream = freshStream();
      const [first, second] = [anEvent(), anEvent()];
      await subject.store.append(stream, 'no-stream', [first, second]);
      for (const [expected, events] of [
        ['no-stream', [first, second, anEvent()]],
        ['no-stream', [first, anEvent()]],
        ['no-stream', [second, first]],
        [0n, [second, anEvent()]],
      ] as const)
        await expect(subject.store.append(stream, expected, events)).rejects.toBeInstanceOf(RevisionConflict);
      expect(idsOf(await all(subject.store, stream))).toEqual([first.id, second.id]);
    });

    if (idsUniqueInLog)
      it('refuses an id that stands elsewhere in the log, and takes back what came before it', async () => {
        const [stream, other] = [freshStream(), freshStream()];
        const taken = anEvent();
        await subject.store.append(other, 'no-stream', [taken]);
        await expect(subject.store.append(stream, 'no-stream', [anEvent(), taken])).rejects.toBeInstanceOf(RevisionConflict);
        await expect(subject.store.append(other, 0n, [anEvent(), taken])).rejects.toBeInstanceOf(RevisionConflict);
        expect(await all(subject.store, stream)).toEqual([]);
        expect(idsOf(await all(subject.store, other))).toEqual([taken.id]);
        expect((await subject.store.append(stream, 'no-stream', someEvents(2))).revision).toBe(1n);
      });
  });
}
