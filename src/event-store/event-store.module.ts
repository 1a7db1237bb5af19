import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { EventStoreDbAddress } from './event-store-address.js';
import { EventStore } from './event-store.port.js';
import { InMemoryEventStore } from './in-memory/in-memory.event-store.js';
import { SqliteEventStore } from './sqlite/sqlite.event-store.js';

export type EventStoreOptions = { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'in-memory' } | EventStoreDbAddress;

/** Global, so Nest shuts it down after every other module: whoever still writes in its own shutdown can. */
@Module({})
export class EventStoreModule implements OnApplicationShutdown {
  constructor(private readonly store: EventStore) {}

  /** @param watch what sees every call on its way to the store, such as metrics; none by default. */
  static forRoot(options: EventStoreOptions, watch: (store: EventStore) => EventStore = (store) => store): DynamicModule {
    return {
      module: EventStoreModule,
      global: true,
      providers: [{ provide: EventStore, useFactory: async () => watch(await openEventStore(options)) }],
      exports: [EventStore],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}

/** For programs without a container: whoever opens it closes it. */
export async function openEventStore(options: EventStoreOptions): Promise<EventStore> {
  if (options.kind === 'eventstoredb') {
    // Loaded only where it is asked for: the client of the server is large.
    const { EventStoreDbEventStore } = await import('./eventstoredb/eventstoredb.event-store.js');
    return EventStoreDbEventStore.open(options);
  }
  return options.kind === 'sqlite' ? SqliteEventStore.open(options.file) : new InMemoryEventStore();
}
