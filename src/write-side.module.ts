import { join } from 'node:path';
import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { EventStoreSetting } from './event-store/event-store-address.js';
import { EventStoreModule, type EventStoreOptions } from './event-store/event-store.module.js';
import type { EventStore } from './event-store/event-store.port.js';
import type { Clock } from './kernel/clock.js';
import { ClockModule } from './platform/clock.module.js';
import type { KeyringSetting } from './privacy/keyring-address.js';
import { type KeyringOptions, PrivacyModule } from './privacy/privacy.module.js';
import { ReferenceDataModule } from './reference-data/reference-data.module.js';
import { ServiceRequestModule } from './service-request/service-request.module.js';

export interface WriteSideOptions {
  /** Folder of the log (`events.sqlite`) and the keys (`keys.sqlite`), unless they are elsewhere; made when absent. */
  readonly dataDir: string;
  readonly cataloguePath: string | null;
  /** Default 'sqlite'; 'in-memory' touches no file, keys included. */
  readonly store?: EventStoreSetting | 'in-memory';
  /** Default 'file'. */
  readonly keyring?: KeyringSetting;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** What sees every call on its way to the store; the import and the demo have none. */
  readonly watchStore?: (store: EventStore) => EventStore;
}

/** Everything that records: commands in, events out. The same in the service, the import and the demo. */
@Module({})
export class WriteSideModule {
  static forRoot({ dataDir, cataloguePath, store = 'sqlite', keyring = 'file', clock, watchStore }: WriteSideOptions): DynamicModule {
    return {
      module: WriteSideModule,
      imports: [
        CqrsModule.forRoot(),
        ClockModule.forRoot(clock),
        EventStoreModule.forRoot(logOf(store, dataDir), watchStore),
        PrivacyModule.forRoot(store === 'in-memory' ? { kind: 'in-memory' } : keysOf(keyring, dataDir)),
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

const keysOf = (keyring: KeyringSetting, dataDir: string): KeyringOptions => (keyring === 'file' ? { kind: 'file', file: join(dataDir, 'keys.sqlite') } : keyring);
