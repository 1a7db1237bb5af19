import { join } from 'node:path';
import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { EventStoreSetting } from './event-store/event-store-address.js';
import { EventStoreModule, type EventStoreOptions } from './event-store/event-store.module.js';
import type { EventStore } from './event-store/event-store.port.js';
import type { Clock } from './kernel/clock.js';
import { ClockModule } from './platform/clock.module.js';
import { PrivacyModule } from './privacy/privacy.module.js';
import { ReferenceDataModule } from './reference-data/reference-data.module.js';
import { ServiceRequestModule } from './service-request/service-request.module.js';

export interface WriteSideOptions {
  /** Folder of the log (`events.sqlite`, unless it is elsewhere) and the keys (`keys.sqlite`); made when absent. */
  readonly dataDir: string;
  readonly cataloguePath: string | null;
  /** Default 'sqlite'; 'in-memory' touches no file, keys included. */
  readonly store?: EventStoreSetting | 'in-memory';
  /** Default: the system's. */
  readonly clock?: Clock;
  /** What sees every call on its way to the store; the import and the demo have none. */
  readonly watchStore?: (store: EventStore) => EventStore;
}

/** Everything that records: commands in, events out. The same in the service, the import and the demo. */
@Module({})
export class WriteSideModule {
  static forRoot({ dataDir, cataloguePath, store = 'sqlite', clock, watchStore }: WriteSideOptions): DynamicModule {
    const inMemory = store === 'in-memory';
    return {
      module: WriteSideModule,
      imports: [
        CqrsModule.forRoot(),
        ClockModule.forRoot(clock),
        EventStoreModule.forRoot(logOf(store, dataDir), watchStore),
        PrivacyModule.forRoot(inMemory ? { kind: 'in-memory' } : { kind: 'file', file: join(dataDir, 'keys.sqlite') }),
        ReferenceDataModule.forRoot({ cataloguePath }),
        ServiceRequestModule,
      ],
      exports: [CqrsModule, EventStoreModule, PrivacyModule, ReferenceDataModule],
    };
  }
}

function logOf(store: EventStoreSetting | 'in-memory', dataDir: string): EventStoreOptions {
  if (store === 'in-memory') return { kind: 'in-memory' };
  return store === 'sqlite' ? { kind: 'sqlite', file: join(dataDir, 'events.sqlite') } : store;
}
