import { InMemoryEventStore } from '../../src/event-store/in-memory/in-memory.event-store.js';
import { describeEventStoreContract } from './event-store.contract.js';

describeEventStoreContract('in memory', async () => ({ store: new InMemoryEventStore() }), {
  restarts: false,
  openAt: async (first) => ({ store: new InMemoryEventStore(first) }),
});
