import { status } from '@grpc/grpc-js';
import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import { openEventStore } from '../../../src/event-store/event-store.module.js';
import { parseEventStoreDbAddress } from '../../../src/event-store/event-store-address.js';
import { EventStoreDbEventStore } from '../../../src/event-store/eventstoredb/eventstoredb.event-store.js';
import { all, anEvent, freshStream, idsOf, someEvents } from '../../support/event-store/events.js';
import { endAll, ends, HASTY, messagesOf, server, storeOn } from '../../support/event-store/hasty-adapter.js';

jest.setTimeout(60_000);
afterEach(endAll);

describe('The EventStoreDB adapter: calls', () => {
  it('never asks for capabilities, a call without a deadline: every append is a call of its own', async () => {
    const stub = await server();
    const store = await storeOn(stub);
    for (let count = 0; count < 3; count += 1) await store.append(freshStream(), 'no-stream', [anEvent()]);
    expect([stub.counts.capabilities, stub.counts.append]).toEqual([0, 3]);
  });

  it('refuses what the server would find too large before it is sent', async () => {
    const stub = await server();
    const store = await storeOn(stub);
    const type = 'T'.repeat(500);
    const data = { text: 'x'.repeat(1024 * 1024 - 1000) };
    await expect(store.append(freshStream(), 'no-stream', [anEvent({ type, data, metadata: {} })])).rejects.toBeInstanceOf(RangeError);
    expect(stub.counts.append).toBe(0);
  });

  it('holds back what would be more appends at once than it may send, and answers all', async () => {
    const store = await storeOn(await server(), { appendsAtOnceMax: 2, appendsWaitingMax: 50 });
    const appends = Array.from({ length: 60 }, () => store.append(freshStream(), 'no-stream', [anEvent()]));
    const results = await Promise.allSettled(appends);
    expect(results.filter(({ status: how }) => how === 'fulfilled')).toHaveLength(52);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(EventStoreUnavailable);
  });

  it('does not take a read that ended early for the end of a stream or of the log', async () => {
    const stub = await server();
    const store = await storeOn(stub);
    const stream = freshStream();
    const events = someEvents(5);
    const { positions } = await store.append(stream, 'no-stream', events);
    stub.faults.read.push({ kind: 'end-ok', after: 2 });
    expect(idsOf(await all(store, stream))).toEqual(idsOf(events));
    stub.faults.read.push({ kind: 'end-ok', after: 2 });
    expect((await store.readAll(null, 100)).map(({ position }) => position)).toEqual(positions);
    const another = await storeOn(stub, { warmUpMs: 0 });
    stub.faults.read.push({ kind: 'end-ok', after: 0 });
    expect(await another.head()).toBe(positions[4]);
  });

  it('is open again as soon as the server is, however the first try ended', async () => {
    const stub = await server();
    await stub.stop();
    await expect(EventStoreDbEventStore.open(stub.connectionString, { ...HASTY, warmUpMs: 100 })).rejects.toBeInstanceOf(EventStoreUnavailable);
    const patient = EventStoreDbEventStore.open(stub.connectionString, { ...HASTY, warmUpMs: 20_000 });
    await stub.restart();
    const store = await patient;
    ends.push(() => store.close());
    expect((await store.append(freshStream(), 'no-stream', [anEvent()])).revision).toBe(0n);
  });

  it('recovers from a cluster that could not be found at first', async () => {
    const stub = await server();
    await stub.stop();
    const connectionString = `esdb+discover://127.0.0.1:${stub.port}?tls=false&maxDiscoverAttempts=1&discoveryInterval=1`;
    const store = await storeOn({ connectionString }, { warmUpMs: 0 });
    await expect(store.append(freshStream(), 'no-stream', [anEvent()])).rejects.toBeInstanceOf(EventStoreUnavailable);
    await stub.restart();
    expect((await store.append(freshStream(), 'no-stream', [anEvent()])).revision).toBe(0n);
  });

  it('goes on after errors for which the client does not connect anew', async () => {
    const stub = await server();
    const store = await storeOn(stub);
    for (let count = 0; count < 4; count += 1) stub.faults.append.push({ kind: 'status', code: status.DATA_LOSS, details: 'broken' });
    for (let count = 0; count < 4; count += 1) await expect(store.append(freshStream(), 'no-stream', [anEvent()])).rejects.toBeInstanceOf(EventStoreUnavailable);
    expect((await store.append(freshStream(), 'no-stream', [anEvent()])).revision).toBe(0n);
  });

  it('prints nothing, whatever the address holds', async () => {
    const printed: unknown[] = [];
    const spies = (['log', 'warn', 'error', 'info', 'debug'] as const).map((name) => jest.spyOn(console, name).mockImplementation((...args) => void printed.push(args)));
    const stub = await server();
    const address = parseEventStoreDbAddress(`esdb://hall:pass:word@127.0.0.1:${stub.port}?tls=false`);
    const store = await openEventStore(address);
    ends.push(() => store.close());
    expect((await store.append(freshStream(), 'no-stream', [anEvent()])).revision).toBe(0n);
    await stub.stop();
    const failure = await store.append(freshStream(), 'no-stream', [anEvent()]).catch((error: unknown) => error);
    for (const spy of spies) spy.mockRestore();
    expect(printed).toEqual([]);
    expect(String(failure)).not.toMatch(/pass/);
  });
});

describe('The EventStoreDB adapter: what others wrote', () => {
  it.each([
    ['text that is no JSON', { data: '{"half":' }, 'its data is not the JSON text of an object'],
    ['a JSON text that is no object', { data: '"text"' }, 'its data is not the JSON text of an object'],
    ['bytes', { data: Buffer.from([1, 2]), contentType: 'application/octet-stream' }, 'its content type is not application/json'],
    ['metadata that is no JSON', { data: '{}', metadata: '{' }, 'its metadata is not the JSON text of an object'],
  ])('delivers %s with the reason and nothing else, and goes on behind it', async (_case, raw, unreadable) => {
    const stub = await server();
    const store = await storeOn(stub);
    const stream = freshStream();
    stub.inject(stream, { type: 'Theirs', ...raw });
    await store.append(stream, 0n, [anEvent()]);
    const expected = [{ type: 'Theirs', data: {}, metadata: {}, unreadable, stream, revision: 0n }, { type: 'Happened', revision: 1n }];
    expect(await all(store, stream)).toMatchObject(expected);
    expect(await store.readAll(null, 10)).toMatchObject(expected);
    const messages = await messagesOf(store, null, 3);
    expect(messages.map((message) => (message.kind === 'event' ? message.event : message.kind))).toMatchObject([...expected, 'caught-up']);
  });

  it('leaves out the server\u2019s own events, also where they are all there is behind the last', async () => {
    const stub = await server();
    const store = await storeOn(stub);
    expect([await store.head(), await store.readAll(null, 10)]).toEqual([null, []]);
    const { position } = await store.append(freshStream(), 'no-stream', [anEvent()]);
    for (let count = 0; count < 300; count += 1) stub.inject('$stats', { type: '$statsCollected', data: '{}' });
    expect([await store.head(), await (await storeOn(stub)).head()]).toEqual([position, position]);
    expect(await store.readAll(position, 10)).toEqual([]);
    expect((await messagesOf(store, null, 2)).map(({ kind }) => kind)).toEqual(['event', 'caught-up']);
  });
});
