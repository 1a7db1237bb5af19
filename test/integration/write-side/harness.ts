import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import type { EventStore, RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { Clock } from '../../../src/kernel/clock.js';
import { InMemoryVault } from '../../../src/privacy/in-memory.vault.js';
import { KeyFileVault } from '../../../src/privacy/key-file.vault.js';
import type { Keyring } from '../../../src/privacy/keyring.js';
import { VaultKeyring } from '../../../src/privacy/vault-keyring.js';
import { LoadCatalogue, type CatalogueLoaded } from '../../../src/reference-data/application/load-catalogue.js';
import { LoadCatalogueHandler } from '../../../src/reference-data/application/load-catalogue.handler.js';
import { ReferenceDirectory } from '../../../src/reference-data/application/reference-directory.js';
import { ReferenceFollower } from '../../../src/reference-data/application/reference-follower.js';
import { ReferenceRecorder } from '../../../src/reference-data/application/reference-recorder.js';
import type { Catalogue } from '../../../src/reference-data/domain/catalogue.js';
import { RequestRecorder } from '../../../src/service-request/application/request-recorder.js';

/** Friday 2026-03-06 12:00 UTC. */
export const NOON_MS = Date.UTC(2026, 2, 6, 12);

export class SetClock extends Clock {
  constructor(public ms: number = NOON_MS) {
    super();
  }
  override nowMs(): number {
    return this.ms;
  }
}

/** One log and its keys, as several processes would share them. */
export interface Log {
  readonly store: EventStore;
  readonly keyring: Keyring;
  /** Empty for the in-memory log. */
  readonly folder: string;
  close(): Promise<void>;
}

export const LOGS: readonly (readonly [string, () => Promise<Log>])[] = [
  ['in-memory', async () => {
    const store = new InMemoryEventStore();
    return { store, keyring: new VaultKeyring(new InMemoryVault()), folder: '', close: () => store.close() };
  }],
  ['sqlite', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'write-side-'));
    const store = await SqliteEventStore.open(join(folder, 'events.sqlite'));
    const keyring = new VaultKeyring(new KeyFileVault(join(folder, 'keys.sqlite')));
    return { store, keyring, folder, close: async () => {
      await store.close();
      await keyring.close();
      rmSync(folder, { recursive: true });
    } };
  }],
];

/** What one process puts around a log, without the framework. */
export class WriteSide {
  readonly clock: SetClock;
  readonly directory: ReferenceDirectory;
  readonly records: RequestRecorder;
  private readonly catalogues: LoadCatalogueHandler;
  private readonly follower: ReferenceFollower;

  constructor({ store, keyring }: Pick<Log, 'store' | 'keyring'>, clock = new SetClock()) {
    this.clock = clock;
    this.directory = new ReferenceDirectory(store);
    this.follower = new ReferenceFollower(store, this.directory);
    this.catalogues = new LoadCatalogueHandler(this.directory, new ReferenceRecorder(store, this.directory, clock), clock);
    this.records = new RequestRecorder(store, this.directory, keyring, clock);
  }

  start(): Promise<void> {
    return this.follower.onModuleInit();
  }
  stop(): Promise<void> {
    return this.follower.beforeApplicationShutdown();
  }
  load(catalogue: Catalogue): Promise<CatalogueLoaded> {
    return this.catalogues.execute(new LoadCatalogue(catalogue, 'tester', 'corr-catalogue'));
  }
}

export async function eventsOf(store: EventStore, stream: string): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const event of store.readStream(stream)) events.push(event);
  return events;
}
