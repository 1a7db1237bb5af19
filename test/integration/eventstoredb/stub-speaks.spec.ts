import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent, type AllStreamResolvedEvent, type AppendExpectedRevision } from '@eventstore/db-client';
import { startStub, type Stub } from '../../support/eventstoredb/stub.js';

const event = (n: number, id: string = randomUUID()) => jsonEvent({ id, type: 'Counted', data: { n }, metadata: { n } });
const credentials = { username: 'admin', password: 'changeit' };

describe('the stub server, asked by the real client', () => {
  let stub: Stub;
  let client: EventStoreDBClient;
  let stream: string;
  beforeAll(async () => {
    stub = await startStub();
    client = EventStoreDBClient.connectionString(stub.connectionString);
  });
  beforeEach(() => {
    stream = `count-${randomUUID()}`;
  });
  afterAll(async () => {
    await client.dispose();
    await stub.close();
  });
  const append = (events: readonly ReturnType<typeof event>[], expectedRevision: AppendExpectedRevision) =>
    client.appendToStream(stream, [...events], { expectedRevision, credentials });

  it('appends at an exact revision and refuses another', async () => {
    const first = await append([event(0), event(1)], 'no_stream');
    expect(first).toMatchObject({ success: true, nextExpectedRevision: 1n });
    await expect(append([event(2)], 0n)).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 1n, expectedVersion: 0n });
    await expect(append([event(2)], 1n)).resolves.toMatchObject({ nextExpectedRevision: 2n });
  });

  it('reads a stream back', async () => {
    await append([event(0), event(1)], 'no_stream');
    const read: unknown[] = [];
    for await (const { event: found } of client.readStream(stream)) read.push([found?.revision, found?.data, found?.metadata, found?.isJson]);
    expect(read).toEqual([
      [0n, { n: 0 }, { n: 0 }, true],
      [1n, { n: 1 }, { n: 1 }, true],
    ]);
  });

  it('subscribes after a position, filtered, and tells when it has caught up', async () => {
    const { position } = await append([event(0)], 'no_stream');
    await append([event(1)], 0n);
    if (!position) throw new Error('no position');
    const subscription = client.subscribeToAll({ fromPosition: position, filter: { filterOn: 'streamName', prefixes: ['count-'], checkpointInterval: 1 } });
    const seen: unknown[] = [];
    subscription.on('caughtUp', () => {
      seen.push('caught up');
      void append([event(2)], 1n);
    });
    for await (const { event: found } of subscription as AsyncIterable<AllStreamResolvedEvent>) {
      seen.push(found?.revision);
      if (found?.revision === 2n) break;
    }
    await subscription.unsubscribe();
    expect(seen).toEqual([1n, 'caught up', 2n]);
  });
});
