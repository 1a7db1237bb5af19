import { randomUUID } from 'node:crypto';
import type { NewEvent, Position, SubscriptionMessage } from '../../src/event-store/event-store.port.js';
import { anEvent, freshStream, idsOf, someEvents } from '../support/event-store/events.js';
import { randomIntegers, runSeed } from '../support/event-store/random.js';
import type { StoreUnderTest } from './event-store.contract.js';

const WANTED = 6;

/** Few events of the category asked for, among many of others. */
export function describeSparse(subject: StoreUnderTest): void {
  describe('subscribeAll for a category that is rare', () => {
    const append = async (category: string, events: readonly NewEvent[]): Promise<void> => {
      for (const event of events) {
        await subject.store.append(freshStream(), 'no-stream', someEvents(500));
        await subject.store.append(`${category}-${randomUUID()}`, 'no-stream', [event]);
      }
      await subject.store.append(freshStream(), 'no-stream', someEvents(500));
    };

    it(`gives each match once and in order, resumed after every one, and says caught-up behind the rest (SEED=${runSeed})`, async () => {
      const start = await subject.store.head();
      const category = `rare${randomUUID().slice(0, 8)}`;
      const wanted = someEvents(WANTED);
      await append(category, wanted);
      const random = randomIntegers(runSeed);
      const seen: string[] = [];
      let last: Position | null = start;
      let caughtUp = 0;
      for (let rounds = 0; caughtUp === 0; rounds += 1) {
        if (rounds > 100) throw new Error('The subscription makes no progress');
        let quota = 1 + random(3);
        for await (const message of subject.store.subscribeAll(last, new AbortController().signal, [category])) {
          if (message.kind === 'caught-up') caughtUp += 1;
          else {
            seen.push(message.event.id);
            last = message.event.position;
          }
          if (caughtUp > 0 || --quota === 0) break;
        }
      }
      expect(seen).toEqual(idsOf(wanted));
    }, 60_000);

    it('gives a live match that comes after many others, in one subscription with those before', async () => {
      const start = await subject.store.head();
      const category = `rare${randomUUID().slice(0, 8)}`;
      const wanted = someEvents(3);
      const messages: SubscriptionMessage[] = [];
      for await (const message of subject.store.subscribeAll(start, new AbortController().signal, [category, 'none-of-this'])) {
        messages.push(message);
        const event = wanted[(messages.length - 1) / 2];
        if (message.kind === 'caught-up' && !event) break;
        if (message.kind === 'caught-up' && event) await append(category, [event]);
      }
      expect(messages.map((message) => (message.kind === 'event' ? message.event.id : message.kind))).toEqual([
        'caught-up', wanted[0]?.id, 'caught-up', wanted[1]?.id, 'caught-up', wanted[2]?.id, 'caught-up',
      ]);
    }, 60_000);

    it('gives nothing but caught-up where no category is asked for', async () => {
      const start = await subject.store.head();
      await subject.store.append(freshStream(), 'no-stream', [anEvent()]);
      const controller = new AbortController();
      const kinds: string[] = [];
      for await (const { kind } of subject.store.subscribeAll(start, controller.signal, [])) {
        kinds.push(kind);
        await subject.store.append(freshStream(), 'no-stream', [anEvent()]);
        setTimeout(() => controller.abort(), 300);
      }
      expect(kinds).toEqual(['caught-up']);
    });
  });
}
