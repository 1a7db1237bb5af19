import type { Position, RecordedEvent } from '../../../src/event-store/event-store.port.js';
import type { EventStoreDbEventStore } from '../../../src/event-store/eventstoredb/eventstoredb.event-store.js';
import type { EventStoreDbOptions } from '../../../src/event-store/eventstoredb/options.js';
import { openAdapter } from './open-adapter.js';
import { startStub, type Stub, type StubOptions } from './stub.js';

/** A stub and an adapter of its own for each test. */
export interface AdapterOnStub {
  readonly stub: Stub;
  readonly store: EventStoreDbEventStore;
  /** Events of a subscription until `enough`; fails the test when the subscription ends by itself. */
  follow(
    enough: (seen: readonly RecordedEvent[]) => boolean,
    after?: Position | null,
    each?: () => Promise<void>,
  ): Promise<RecordedEvent[]>;
}

export function useAdapterOnStub(stubOptions: StubOptions = {}, options: Partial<EventStoreDbOptions> = {}): AdapterOnStub {
  let stub: Stub;
  let store: EventStoreDbEventStore;
  beforeEach(async () => {
    stub = await startStub(stubOptions);
    store = await openAdapter(stub, options);
  });
  afterEach(async () => {
    await store.close();
    await stub.close();
  });
  const follow: AdapterOnStub['follow'] = async (enough, after = null, each = async () => undefined) => {
    const seen: RecordedEvent[] = [];
    for await (const message of store.subscribeAll(after, new AbortController().signal)) {
      if (message.kind === 'event') seen.push(message.event);
      if (enough(seen)) return seen;
      await each();
    }
    throw new Error('the subscription ended by itself');
  };
  return {
    get stub() {
      return stub;
    },
    get store() {
      return store;
    },
    follow,
  };
}
