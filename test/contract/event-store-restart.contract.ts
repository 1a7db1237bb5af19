import { EventStoreUnavailable } from '../../src/event-store/errors.js';
import type { Position, RecordedEvent } from '../../src/event-store/event-store.port.js';
import { all, idsOf, someEvents } from '../support/event-store/events.js';
import { appendPatiently } from '../support/event-store/append-patiently.js';
import { OwnStreams } from '../support/event-store/own-streams.js';
import { randomIntegers, runSeed } from '../support/event-store/random.js';
import type { StoreUnderTest } from './event-store.contract.js';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function describeRestart(subject: StoreUnderTest): void {
  describe('a restart of the log', () => {
    it(`in the middle of appends loses none, records none twice and keeps the answers (SEED=${runSeed})`, async () => {
      const random = randomIntegers(runSeed);
      const own = new OwnStreams();
      let writing = true;
      const write = async (): Promise<{ stream: string; ids: string[]; positions: Position[] }> => {
        const stream = own.fresh();
        const [ids, positions]: [string[], Position[]] = [[], []];
        for (let round = 0; round < 30; round += 1) {
          const events = someEvents(1 + (round % 3));
          const answer = await appendPatiently(subject, stream, ids.length === 0 ? 'no-stream' : BigInt(ids.length - 1), events);
          ids.push(...idsOf(events));
          positions.push(...answer.positions);
          expect(answer.revision).toBe(BigInt(ids.length - 1));
        }
        return { stream, ids, positions };
      };
      const restart = async (): Promise<void> => {
        for (; writing; await pause(random(60))) await subject.restart();
      };
      const restarted = restart();
      const written = await Promise.all(Array.from({ length: 6 }, write));
      writing = false;
      await restarted;
      for (const { stream, ids, positions } of written) {
        const stored = await all(subject.store, stream);
        expect(idsOf(stored)).toEqual(ids);
        expect(stored.map(({ position }) => position)).toEqual(positions);
      }
    }, 120_000);

    it(`under a subscription leaves no gap and no repeat over 10,000 events (SEED=${runSeed})`, async () => {
      const random = randomIntegers(runSeed);
      const start = await subject.store.head();
      const own = new OwnStreams();
      const sent: string[] = [];
      const produce = async (): Promise<void> => {
        for (let part = 0; part < 40; part += 1) {
          const events = someEvents(250);
          sent.push(...idsOf(events));
          await appendPatiently(subject, own.fresh(), 'no-stream', events);
          if (random(6) === 0) await subject.restart();
        }
      };
      const produced = produce();
      const seen: RecordedEvent[] = [];
      let last: Position | null = start;
      const follow = async (): Promise<void> => {
        for await (const message of subject.store.subscribeAll(last, new AbortController().signal)) {
          if (message.kind === 'caught-up') continue;
          last = message.event.position;
          if (own.has(message.event)) seen.push(message.event);
          if (seen.length === 10_000) return;
        }
      };
      for (let rounds = 0; seen.length < 10_000; rounds += 1) {
        if (rounds > 5000) throw new Error('The subscription makes no progress');
        const ended: unknown = await follow().catch((error: unknown) => error);
        if (ended !== undefined) expect(ended).toBeInstanceOf(EventStoreUnavailable);
        await pause(10);
      }
      await produced;
      expect(idsOf(seen)).toEqual(sent);
    }, 120_000);
  });
}
