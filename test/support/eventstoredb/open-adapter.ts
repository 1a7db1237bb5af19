import { EventStoreDbEventStore } from '../../../src/event-store/eventstoredb/eventstoredb.event-store.js';
import type { EventStoreDbOptions } from '../../../src/event-store/eventstoredb/options.js';
import type { Stub } from './stub.js';

/** The adapter's deadlines, short enough for a test to meet each of them. */
export const QUICK: Partial<EventStoreDbOptions> = {
  appendMs: 400,
  readSilenceMs: 400,
  warmUpMs: 10_000,
  subscriptionSilenceMs: 300,
  catchUpSilenceMs: 150,
  subscriptionBudgetMs: 20_000,
  backoffFirstMs: 5,
  backoffMsMax: 50,
};

export const openAdapter = (
  stub: Pick<Stub, 'connectionString'>,
  options: Partial<EventStoreDbOptions> = {},
): Promise<EventStoreDbEventStore> => EventStoreDbEventStore.open(stub.connectionString, { ...QUICK, ...options });
