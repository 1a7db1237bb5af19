import { once } from 'node:events';
import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import { useAdapterOnStub } from '../../support/eventstoredb/adapter-on-stub.js';
import type { Fault } from '../../support/eventstoredb/faults.js';
import { forbidStrayErrors } from '../../support/eventstoredb/no-stray-errors.js';
import { anEvent, freshStream, idsOf, someEvents } from '../../support/event-store/events.js';

forbidStrayErrors();

describe('A subscription through the EventStoreDB adapter', () => {
  const on = useAdapterOnStub();
  const faults = (after: number): [string, Fault][] => [
    [`falls silent after ${after} events`, { kind: 'silent', after }],
    [`ends with OK after ${after} events`, { kind: 'end-ok', after }],
    [`goes on late after ${after} events`, { kind: 'late', ms: 700, after }],
    [`is torn off after ${after} events`, { kind: 'drop', after }],
    [`sends bytes that are no message after ${after} events`, { kind: 'bad-payload', after }],
    [`sends a message that says nothing after ${after} events`, { kind: 'bad-payload', shape: 'empty', after }],
    [`is not ready after ${after} events`, { kind: 'unavailable', after }],
    [`says the leader is elsewhere after ${after} events`, { kind: 'not-leader', host: '127.0.0.1', port: 0, after }],
    [`answers a status that nobody knows after ${after} events`, { kind: 'status', code: 13, details: 'internal', after }],
    [`sends the last ${after + 1} events twice`, { kind: 'duplicate', after: after + 1, again: after + 1 }],
  ];
  const here = (fault: Fault): Fault => (fault.kind === 'not-leader' ? { ...fault, port: on.stub.port } : fault);

  it.each([...faults(0), ...faults(6), ...faults(19)])(
    'hands over every event once and in order, when the server %s',
    async (_what, fault) => {
      const [stream, events] = [freshStream(), someEvents(20)];
      await on.store.append(stream, 'no-stream', events.slice(0, 10));
      on.stub.faults.subscription.push(here(fault));
      let appended = 10;
      const seen = await on.follow(
        (found) => found.length === 20,
        null,
        async () => {
          const next = events[appended];
          appended += 1;
          if (next) on.stub.inject(stream, { id: next.id, type: next.type, data: '{}' });
        },
      );
      expect(idsOf(seen)).toEqual(idsOf(events));
      expect(seen.map(({ revision }) => revision)).toEqual(events.map((_, index) => BigInt(index)));
    },
  );

  it('goes on after the last event handed over, not from the beginning', async () => {
    const [stream, events] = [freshStream(), someEvents(400)];
    for (const { id } of events) on.stub.inject(stream, { id, type: 'Happened', data: '{}' });
    let handled = 0;
    const seen = await on.follow(
      (found) => found.length === 400,
      null,
      async () => {
        handled += 1;
        if (handled === 300) on.stub.drop();
      },
    );
    expect(idsOf(seen)).toEqual(idsOf(events));
    expect(on.stub.counts.subscription).toBe(2);
    // What was under way when the connection broke is sent again, what was handled is not; some more is the server's own.
    expect(on.stub.counts.eventsSent).toBeLessThan(400 + 100 + 50);
  });

  it('notices events that a silent server keeps to itself', async () => {
    const [stream, event] = [freshStream(), anEvent()];
    on.stub.faults.subscription.push({ kind: 'silent' });
    const seen = on.follow((found) => found.length === 1);
    await on.store.append(stream, 'no-stream', [event]);
    expect(idsOf(await seen)).toEqual([event.id]);
    expect(on.stub.counts.subscription).toBeGreaterThan(1);
  });

  it('survives a restart of the server, a stop of some length and connections that hang', async () => {
    const [stream, events] = [freshStream(), someEvents(40)];
    const trouble: Record<number, () => Promise<void>> = {
      5: () => on.stub.restart(),
      15: async () => {
        await on.stub.stop();
        setTimeout(() => void on.stub.restart(), 200);
      },
      25: async () => {
        on.stub.setDeaf(true);
        setTimeout(() => on.stub.setDeaf(false), 200);
      },
    };
    for (const [index, event] of events.entries())
      on.stub.inject(stream, { id: event.id, type: 'Happened', data: JSON.stringify({ index }), metadata: '{}' });
    let handled = 0;
    const seen = await on.follow(
      (found) => found.length === 40,
      null,
      async () => {
        await trouble[(handled += 1)]?.();
      },
    );
    expect(idsOf(seen)).toEqual(idsOf(events));
  });

  it('tells that it caught up once, after the last event of the history', async () => {
    await on.store.append(freshStream(), 'no-stream', someEvents(30));
    on.stub.faults.subscription.push({ kind: 'drop', after: 10 });
    const stop = new AbortController();
    const messages: string[] = [];
    for await (const { kind } of on.store.subscribeAll(null, stop.signal)) {
      messages.push(kind);
      if (kind === 'caught-up') setTimeout(() => stop.abort(), 600);
    }
    expect(messages).toEqual([...Array<string>(30).fill('event'), 'caught-up']);
  });

  it('hands over bad JSON of another writer with the reason, and what follows it', async () => {
    const stream = freshStream();
    for (const data of ['{"n":', '[1]', 'null']) on.stub.inject(stream, { type: 'Foreign', data });
    on.stub.inject(stream, { type: 'Foreign', data: '{}', metadata: 'no json' });
    on.stub.inject(stream, { type: 'Foreign', data: Buffer.from([1, 2, 3]), contentType: 'application/octet-stream' });
    on.stub.inject(stream, { type: 'Sound', data: '{"n":1}' });
    const seen = await on.follow((found) => found.length === 6);
    expect(seen.map((event) => [event.type, typeof event.unreadable])).toEqual([
      ...Array(5).fill(['Foreign', 'string']),
      ['Sound', 'undefined'],
    ]);
  });

  it('gives up, as unavailable, on a server that stays away', async () => {
    const { openAdapter } = await import('../../support/eventstoredb/open-adapter.js');
    const store = await openAdapter(on.stub, { subscriptionBudgetMs: 300 });
    const following = (async () => {
      for await (const { kind } of store.subscribeAll(null, new AbortController().signal)) if (kind === 'caught-up') await on.stub.stop();
    })();
    await expect(following).rejects.toBeInstanceOf(EventStoreUnavailable);
    await store.close();
  });

  it('leaves no call open at the server when its reader stops', async () => {
    await on.store.append(freshStream(), 'no-stream', someEvents(3));
    on.stub.faults.subscription.push({ kind: 'silent', after: 2 }, { kind: 'end-ok', after: 1 });
    await on.follow((found) => found.length === 3);
    while (on.stub.counts.openReads > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('ends without an error when it is told to, also while the server is away', async () => {
    const stop = new AbortController();
    const following = (async () => {
      for await (const { kind } of on.store.subscribeAll(null, stop.signal)) if (kind === 'caught-up') await on.stub.stop();
    })();
    setTimeout(() => stop.abort(), 300);
    await once(stop.signal, 'abort');
    await expect(following).resolves.toBeUndefined();
  });
});
