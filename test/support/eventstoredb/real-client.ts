import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent, type AppendExpectedRevision, type AppendResult, type JSONEventData } from '@eventstore/db-client';
import { startStub, type Stub, type StubOptions } from './stub.js';

export const counted = (n: number, id: string = randomUUID()): JSONEventData =>
  jsonEvent({ id, type: 'Counted', data: { n }, metadata: { n } });
/** Given with a call they choose the append of one call each; over an insecure connection they are not sent. */
export const credentials = { username: 'admin', password: 'changeit' };

/** A stub and the package's own client on it, with a stream of its own for each test. */
export interface ClientOnStub {
  readonly stub: Stub;
  readonly client: EventStoreDBClient;
  readonly stream: string;
  append(events: readonly JSONEventData[], expectedRevision: AppendExpectedRevision): Promise<AppendResult>;
}

export function useClientOnStub(options?: StubOptions): ClientOnStub {
  let stub: Stub;
  let client: EventStoreDBClient;
  let stream: string;
  beforeAll(async () => {
    stub = await startStub(options);
    client = EventStoreDBClient.connectionString(stub.connectionString);
  });
  beforeEach(() => {
    stream = `count-${randomUUID()}`;
  });
  afterAll(async () => {
    await client.dispose();
    await stub.close();
  });
  return {
    get stub() {
      return stub;
    },
    get client() {
      return client;
    },
    get stream() {
      return stream;
    },
    append: (events, expectedRevision) => client.appendToStream(stream, [...events], { expectedRevision, credentials }),
  };
}
