import { randomUUID } from 'node:crypto';
import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import type { EventStore } from '../../../src/event-store/event-store.port.js';
import { anEvent, freshStream, idsOf, someEvents } from '../../support/event-store/events.js';
import { endAll, messagesOf, server, storeOn } from '../../support/event-store/hasty-adapter.js';

jest.setTimeout(60_000);
afterEach(endAll);

/** The connection was just torn off: the first try may meet the old one. */
async function appendAgain(store: EventStore, stream: string): Promise<void> {
  const event = anEvent();
  for (let attempts = 0; attempts < 50; attempts += 1) {
    const answer = await store.append(stream, 1n, [event]).catch(() => null);
    if (answer) return;
  }
}

describe('The EventStoreDB adapter: subscriptions', () => {
  it('says caught-up without being told by an old server, for all events and for a category', async () => {
    const stub = await server({ capabilities: { caughtUp: false } });
    const store = await storeOn(stub);
    const category = `c${randomUUID().slice(0, 8)}`;
    await store.append(`${category}-1`, 'no-stream', [anEvent()]);
    await store.append(freshStream(), 'no-stream', someEvents(500));
    expect((await messagesOf(store, null, 502)).at(-1)).toEqual({ kind: 'caught-up' });
    expect((await messagesOf(store, null, 2, [category])).map(({ kind }) => kind)).toEqual(['event', 'caught-up']);
  });

  it('finds out that the server keeps silent about an event, and fetches it', async () => {
    const stub = await server();
    const store = await storeOn(stub);
    const stream = freshStream();
    const events = someEvents(4);
    await store.append(stream, 'no-stream', events);
    stub.faults.subscription.push({ kind: 'silent', after: 2 });
    const messages = await messagesOf(store, null, 5);
    expect(messages.map((message) => (message.kind === 'event' ? message.event.id : message.kind))).toEqual([...idsOf(events), 'caught-up']);
    expect(stub.counts.subscription).toBe(2);
  });

  it('does not take silence for a fault while nothing is appended, or nothing of its categories', async () => {
    const stub = await server();
    const store = await storeOn(stub);
    const controller = new AbortController();
    const kinds: string[] = [];
    const writing = setInterval(() => void store.append(freshStream(), 'no-stream', [anEvent()]).catch(() => undefined), 40);
    setTimeout(() => controller.abort(), 1200);
    for await (const { kind } of store.subscribeAll(null, controller.signal, ['none-of-this'])) kinds.push(kind);
    clearInterval(writing);
    expect(kinds).toEqual(['caught-up']);
    expect(stub.counts.subscription).toBe(1);
  });

  it('is not out of time because its reader is slow', async () => {
    // One that says nothing by itself which would count as getting on.
    const stub = await server({ capabilities: { caughtUp: false } });
    const store = await storeOn(stub);
    const stream = freshStream();
    await store.append(stream, 'no-stream', someEvents(2));
    const seen: bigint[] = [];
    for await (const message of store.subscribeAll(null, new AbortController().signal)) {
      if (message.kind === 'caught-up') continue;
      seen.push(message.event.revision);
      if (seen.length === 3) break;
      if (seen.length === 1) continue;
      await new Promise((resolve) => setTimeout(resolve, 800));
      stub.drop();
      await appendAgain(store, stream);
    }
    expect(seen).toEqual([0n, 1n, 2n]);
  });

  it('gives up after its time without getting on', async () => {
    const stub = await server();
    const store = await storeOn(stub);
    await store.append(freshStream(), 'no-stream', someEvents(2));
    const seen: string[] = [];
    const reading = (async (): Promise<void> => {
      for await (const { kind } of store.subscribeAll(null, new AbortController().signal)) {
        seen.push(kind);
        if (kind === 'caught-up') await stub.stop();
      }
    })();
    await expect(reading).rejects.toBeInstanceOf(EventStoreUnavailable);
    expect(seen).toEqual(['event', 'event', 'caught-up']);
    await stub.restart();
  });
});
