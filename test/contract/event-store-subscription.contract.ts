import { randomUUID } from 'node:crypto';
import { EventStoreUnavailable } from '../../src/event-store/errors.js';
import type { EventStore, Position, RecordedEvent, SubscriptionMessage } from '../../src/event-store/event-store.port.js';
import { appendPatiently } from '../support/event-store/append-patiently.js';
import { anEvent, idsOf, someEvents } from '../support/event-store/events.js';
import { OwnStreams } from '../support/event-store/own-streams.js';
import { randomIntegers, runSeed } from '../support/event-store/random.js';
import type { OpenStore, StoreUnderTest } from './event-store.contract.js';

const following = (store: EventStore, after: Position | null): AsyncIterable<SubscriptionMessage> => store.subscribeAll(after, new AbortController().signal);

/** Messages until `enough` says so; `break` ends the subscription. */
async function take(messages: AsyncIterable<SubscriptionMessage>, enough: (taken: readonly SubscriptionMessage[]) => boolean) {
  const taken: SubscriptionMessage[] = [];
  for await (const message of messages) {
    taken.push(message);
    if (enough(taken)) break;
  }
  return taken;
}
const eventsOf = (messages: readonly SubscriptionMessage[]): RecordedEvent[] =>
  messages.flatMap((message) => (message.kind === 'event' ? [message.event] : []));
const kindsOf = (messages: readonly SubscriptionMessage[]): string[] => messages.map(({ kind }) => kind);

export function describeSubscription(subject: StoreUnderTest, open: () => Promise<OpenStore>): void {
  describe('subscribeAll', () => {
    it(`resumes without a gap or a repeat over 10,000 events, aborted at random (SEED=${runSeed})`, async () => {
      const random = randomIntegers(runSeed);
      const start = await subject.store.head();
      const own = new OwnStreams();
      const sent: string[] = [];
      const produce = async (): Promise<void> => {
        for (let part = 0; part < 40; part += 1) {
          const events = someEvents(250);
          sent.push(...idsOf(events));
          await appendPatiently(subject, own.fresh(), 'no-stream', events);
        }
      };
      const produced = produce();
      const seen: RecordedEvent[] = [];
      for (let last = start, rounds = 0; seen.length < 10_000; rounds += 1) {
        if (rounds > 20_000) throw new Error('The subscription makes no progress');
        const controller = new AbortController();
        let quota = random(3) === 0 ? random(20) : random(2500);
        for await (const message of subject.store.subscribeAll(last, controller.signal)) {
          if (message.kind === 'event') last = message.event.position;
          if (message.kind === 'event' && own.has(message.event)) seen.push(message.event);
          if (seen.length === 10_000 || quota-- <= 0) controller.abort();
        }
      }
      await produced;
      expect(idsOf(seen)).toEqual(sent);
    }, 240_000);

    it('says caught-up once, after the last historical event, and again after each new drain', async () => {
      const start = await subject.store.head();
      const [past, live] = [someEvents(3), [anEvent()]];
      const own = new OwnStreams();
      const stream = own.fresh();
      await subject.store.append(stream, 'no-stream', past);
      const messages: SubscriptionMessage[] = [];
      for await (const message of own.of(following(subject.store, start))) {
        messages.push(message);
        if (message.kind !== 'caught-up') continue;
        if (messages.length > 4) break;
        await subject.store.append(stream, 2n, live);
      }
      expect(kindsOf(messages)).toEqual(['event', 'event', 'event', 'caught-up', 'event', 'caught-up']);
      expect(idsOf(eventsOf(messages))).toEqual(idsOf([...past, ...live]));
    });

    it('says caught-up at once at the head, and stays silent until something is appended', async () => {
      const head = await subject.store.head();
      const event = anEvent();
      const own = new OwnStreams();
      const taken = take(own.of(following(subject.store, head)), (messages) => messages.length === 2);
      await new Promise((resolve) => setTimeout(resolve, 400));
      await subject.store.append(own.fresh(), 'no-stream', [event]);
      const messages = await taken;
      expect(kindsOf(messages)).toEqual(['caught-up', 'event']);
      expect(eventsOf(messages)[0]?.id).toBe(event.id);
    });

    it('leaves out what is not of the categories asked for, past and live, and still says when it caught up', async () => {
      const start = await subject.store.head();
      const [wanted, other] = [`wanted${randomUUID().slice(0, 8)}`, new OwnStreams().fresh()];
      const [past, live] = [anEvent(), anEvent()];
      await subject.store.append(other, 'no-stream', someEvents(5));
      await subject.store.append(`${wanted}-1`, 'no-stream', [past]);
      await subject.store.append(other, 4n, someEvents(5));
      const messages: SubscriptionMessage[] = [];
      for await (const message of subject.store.subscribeAll(start, new AbortController().signal, [wanted])) {
        messages.push(message);
        if (message.kind !== 'caught-up') continue;
        if (messages.length > 2) break;
        await subject.store.append(other, 9n, someEvents(5));
        await subject.store.append(`${wanted}-2`, 'no-stream', [live]);
      }
      expect(kindsOf(messages)).toEqual(['event', 'caught-up', 'event', 'caught-up']);
      expect(idsOf(eventsOf(messages))).toEqual(idsOf([past, live]));
    });

    it('begins with the first event of the log after null', async () => {
      await subject.store.append(new OwnStreams().fresh(), 'no-stream', [anEvent()]);
      const [first] = await subject.store.readAll(null, 1);
      const [message] = await take(following(subject.store, null), () => true);
      expect(message).toEqual({ kind: 'event', event: first });
    });

    it('serves several subscribers, each at its own pace', async () => {
      const start = await subject.store.head();
      const events = someEvents(30);
      const own = new OwnStreams();
      const enough = (messages: readonly SubscriptionMessage[]): boolean => eventsOf(messages).length === 30;
      const readers = [1, 2, 3].map(() => take(own.of(following(subject.store, start)), enough));
      for (const event of events) await subject.store.append(own.fresh(), 'no-stream', [event]);
      for (const messages of await Promise.all(readers)) expect(idsOf(eventsOf(messages))).toEqual(idsOf(events));
    });

    it('ends without an error when aborted before, during and between events', async () => {
      const start = await subject.store.head();
      await subject.store.append(new OwnStreams().fresh(), 'no-stream', someEvents(5));
      const ends = async (after: Position | null, abortAt: number): Promise<number> => {
        const controller = new AbortController();
        if (abortAt === 0) controller.abort();
        let count = 0;
        for await (const _message of subject.store.subscribeAll(after, controller.signal)) {
          count += 1;
          if (count === abortAt) controller.abort();
        }
        return count;
      };
      expect(await ends(start, 0)).toBe(0);
      expect(await ends(start, 2)).toBe(2);
      expect(await ends(start, 6)).toBe(6);
    });

    it('ends without an error when aborted while it waits', async () => {
      const controller = new AbortController();
      const kinds: string[] = [];
      for await (const { kind } of new OwnStreams().of(subject.store.subscribeAll(await subject.store.head(), controller.signal))) {
        kinds.push(kind);
        setTimeout(() => controller.abort(), 20);
      }
      expect(kinds).toEqual(['caught-up']);
    });

    it('ends with EventStoreUnavailable when the store is closed below it', async () => {
      const { store, end } = await open();
      const reading = take(following(store, await store.head()), () => false);
      const ended = expect(reading).rejects.toBeInstanceOf(EventStoreUnavailable);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await store.close();
      await ended;
      await end?.();
    });
  });
}
