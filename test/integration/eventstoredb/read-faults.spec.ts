import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import { useAdapterOnStub } from '../../support/eventstoredb/adapter-on-stub.js';
import type { Fault } from '../../support/eventstoredb/faults.js';
import { forbidStrayErrors } from '../../support/eventstoredb/no-stray-errors.js';
import { openAdapter } from '../../support/eventstoredb/open-adapter.js';
import { startStub } from '../../support/eventstoredb/stub.js';
import { all, anEvent, freshStream, idsOf, someEvents } from '../../support/event-store/events.js';

forbidStrayErrors();
const EVENTS = 20;

describe('A read through the EventStoreDB adapter', () => {
  const on = useAdapterOnStub();
  const faults = (after: number): [string, Fault][] => [
    [`says nothing after ${after} events`, { kind: 'silent', after }],
    [`ends early with OK after ${after} events`, { kind: 'end-ok', after }],
    [`goes on too late after ${after} events`, { kind: 'late', ms: 600, after }],
    [`is torn off after ${after} events`, { kind: 'drop', after }],
    [`sends bytes that are no message after ${after} events`, { kind: 'bad-payload', after }],
    [`sends a message that says nothing after ${after} events`, { kind: 'bad-payload', shape: 'empty', after }],
    [`is not ready any more after ${after} events`, { kind: 'unavailable', after }],
    [`answers a status that nobody knows after ${after} events`, { kind: 'status', code: 13, details: 'internal', after }],
    [`sends events twice after ${after + 1} events`, { kind: 'duplicate', after: after + 1, again: after + 1 }],
  ];
  const each = [...faults(0), ...faults(7)];

  /** Never fewer events than there are, and never one twice: the whole, or an error. */
  async function wholeOrUnavailable(read: () => Promise<string[]>, whole: readonly string[]): Promise<void> {
    const first = await read().catch((error: unknown) => error);
    if (first instanceof EventStoreUnavailable) expect(await read()).toEqual(whole);
    else expect(first).toEqual(whole);
  }

  it.each(each)('of a stream gives the whole or fails, when the server %s', async (_what, fault) => {
    const [stream, events] = [freshStream(), someEvents(EVENTS)];
    await on.store.append(stream, 'no-stream', events);
    on.stub.faults.read.push(fault);
    await wholeOrUnavailable(async () => idsOf(await all(on.store, stream)), idsOf(events));
  });

  it.each(each)('of the log gives the whole or fails, when the server %s', async (_what, fault) => {
    const [stream, events] = [freshStream(), someEvents(EVENTS)];
    await on.store.append(stream, 'no-stream', events);
    on.stub.faults.read.push(fault);
    await wholeOrUnavailable(async () => idsOf(await on.store.readAll(null, 1000)), idsOf(events));
  });

  it.each(faults(0))('of the head tells it or fails, when the server %s', async (_what, fault) => {
    const { position } = await on.store.append(freshStream(), 'no-stream', someEvents(3));
    on.stub.faults.read.push(fault);
    await wholeOrUnavailable(async () => [String(await on.store.head())], [String(position)]);
  });

  it('tells no stream from a read that ended before its first event', async () => {
    expect(await all(on.store, freshStream())).toEqual([]);
    on.stub.faults.read.push({ kind: 'end-ok' });
    const stream = freshStream();
    on.stub.inject(stream, { type: 'Foreign', data: '{}' });
    expect((await all(on.store, stream).catch(() => all(on.store, stream))).map(({ type }) => type)).toEqual(['Foreign']);
  });

  it('leaves no call open at the server when its reader stops early', async () => {
    const stream = freshStream();
    for (let n = 0; n < 1000; n += 1) on.stub.inject(stream, { type: 'Happened', data: '{}' });
    for await (const { revision } of on.store.readStream(stream)) if (revision === 3n) break;
    await untilClosed();
    expect(on.stub.counts.eventsSent).toBeLessThan(1000);
  });

  it('gives a silent call up at the server, too', async () => {
    const stream = freshStream();
    await on.store.append(stream, 'no-stream', someEvents(3));
    on.stub.faults.read.push({ kind: 'silent', after: 1 });
    await all(on.store, stream).catch(() => undefined);
    await untilClosed();
  });

  /** The test's own time ends it where a call stays open. */
  async function untilClosed(): Promise<void> {
    while (on.stub.counts.openReads > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
});

describe('The first use of the EventStoreDB adapter', () => {
  it('waits for a server that is not up yet', async () => {
    const stub = await startStub();
    await stub.stop();
    const opening = openAdapter(stub);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await stub.restart();
    const store = await opening;
    await expect(store.append(freshStream(), 'no-stream', [anEvent()])).resolves.toMatchObject({ revision: 0n });
    await store.close();
    await stub.close();
  });

  it('gives up on a server that stays away, as unavailable', async () => {
    const stub = await startStub();
    await stub.stop();
    await expect(openAdapter(stub, { warmUpMs: 150 })).rejects.toBeInstanceOf(EventStoreUnavailable);
  });

  it('finds the cluster that was down when it was first asked for', async () => {
    const [leader, follower] = [await startStub(), await startStub()];
    await leader.stop();
    await follower.stop();
    const connectionString = `esdb://127.0.0.1:${leader.port},127.0.0.1:${follower.port}?tls=false&maxDiscoverAttempts=1&discoveryInterval=5`;
    const store = await openAdapter({ connectionString }, { warmUpMs: 0 });
    await expect(store.append(freshStream(), 'no-stream', [anEvent()])).rejects.toBeInstanceOf(EventStoreUnavailable);
    await leader.restart();
    const stream = freshStream();
    const event = anEvent();
    const patient = (tries: number): Promise<unknown> =>
      store.append(stream, 'no-stream', [event]).catch((error: unknown) => (tries > 0 ? patient(tries - 1) : error));
    await expect(patient(5)).resolves.toMatchObject({ revision: 0n });
    await store.close();
    await leader.close();
  });

  it.each<[string, Fault]>([
    ['is silent', { kind: 'silent' }],
    ['ends with OK', { kind: 'end-ok' }],
    ['is no message', { kind: 'bad-payload' }],
    ['says nothing', { kind: 'bad-payload', shape: 'empty' }],
    ['is that it is not ready', { kind: 'unavailable' }],
    ['is an unknown status', { kind: 'status', code: 13, details: 'internal' }],
  ])('does not hang on the question what the server can do, when the answer %s', async (_what, fault) => {
    const stub = await startStub();
    stub.faults.capabilities.push(fault);
    const store = await openAdapter(stub);
    const [stream, event] = [freshStream(), anEvent()];
    const append = () => store.append(stream, 'no-stream', [event]);
    await expect(append().catch(append)).resolves.toMatchObject({ revision: 0n });
    await store.close();
    await stub.close();
  });
});
