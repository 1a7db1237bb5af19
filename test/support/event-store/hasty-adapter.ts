import type { Position, SubscriptionMessage } from '../../../src/event-store/event-store.port.js';
import { EventStoreDbEventStore } from '../../../src/event-store/eventstoredb/eventstoredb.event-store.js';
import type { EventStoreDbOptions } from '../../../src/event-store/eventstoredb/options.js';
import { startStub, type Stub, type StubOptions } from '../eventstoredb/stub.js';

export const HASTY: Partial<EventStoreDbOptions> = { appendMs: 3000, readSilenceMs: 500, subscriptionSilenceMs: 150, catchUpSilenceMs: 100, subscriptionBudgetMs: 600, backoffFirstMs: 5, backoffMsMax: 20 };
export const ends: (() => Promise<void>)[] = [];
/** Ends what a test began, the last first; to be called after each. */
export async function endAll(): Promise<void> {
  for (const end of ends.splice(0).reverse()) await end();
}

export async function server(options?: StubOptions): Promise<Stub> {
  const stub = await startStub(options);
  ends.push(() => stub.close());
  return stub;
}
export async function storeOn(stub: Pick<Stub, 'connectionString'>, options: Partial<EventStoreDbOptions> = {}): Promise<EventStoreDbEventStore> {
  const store = await EventStoreDbEventStore.open(stub.connectionString, { ...HASTY, ...options });
  ends.push(() => store.close());
  return store;
}
export async function messagesOf(store: EventStoreDbEventStore, after: Position | null, count: number, categories?: string[]): Promise<SubscriptionMessage[]> {
  const messages: SubscriptionMessage[] = [];
  for await (const message of store.subscribeAll(after, new AbortController().signal, categories)) if (messages.push(message) === count) break;
  return messages;
}
