import { randomUUID } from 'node:crypto';
import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import { anEvent, freshStream, idsOf, someEvents } from '../../support/event-store/events.js';
import { endAll, messagesOf, server, storeOn } from '../../support/event-store/hasty-adapter.js';

jest.setTimeout(60_000);
afterEach(endAll);

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

  it('gives up after its time without getting on, and not because its reader is slow', async () => {
    const stub = await server();
    const store = await storeOn(stub);
    await store.append(freshStream(), 'no-stream', someEvents(2));
    const seen: string[] = [];
    const reading = (async (): Promise<void> => {
      for await (const { kind } of store.subscribeAll(null, new AbortController().signal)) {
        seen.push(kind);
        if (seen.length === 1) await new Promise((resolve) => setTimeout(resolve, 800));
        if (seen.length === 1) stub.drop();
        if (kind === 'caught-up') await stub.stop();
      }
    })();
    await expect(reading).rejects.toBeInstanceOf(EventStoreUnavailable);
    expect(seen).toEqual(['event', 'event', 'caught-up']);
    await stub.restart();
  });
});
