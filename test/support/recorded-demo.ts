import { join } from 'node:path';
import type { CommandBus } from '@nestjs/cqrs';
import { tell, yearOptions } from '../unit/demo/demo-year.js';
import { loadDemo } from '../../src/demo/load-demo.js';
import type { SimulatedRequest } from '../../src/demo/plan.js';
import type { EventStore } from '../../src/event-store/event-store.port.js';
import { InMemoryEventStore } from '../../src/event-store/in-memory/in-memory.event-store.js';
import { SqliteEventStore } from '../../src/event-store/sqlite/sqlite.event-store.js';
import { InMemoryVault } from '../../src/privacy/in-memory.vault.js';
import { KeyFileVault } from '../../src/privacy/key-file.vault.js';
import type { Keyring } from '../../src/privacy/keyring.js';
import { VaultKeyring } from '../../src/privacy/vault-keyring.js';
import { LoadCatalogueHandler } from '../../src/reference-data/application/load-catalogue.handler.js';
import { LoadCatalogue } from '../../src/reference-data/application/load-catalogue.js';
import { ReferenceDirectory } from '../../src/reference-data/application/reference-directory.js';
import { ReferenceRecorder } from '../../src/reference-data/application/reference-recorder.js';
import { RecordCommands } from '../../src/service-request/application/record-commands.js';
import { RequestRecorder } from '../../src/service-request/application/request-recorder.js';

/** A year of the demo hall, fixed by its seed. */
export interface DemoYear {
  readonly seed: number;
  readonly requestsPerYear: number;
}
export const DEMO_NOW_MS = yearOptions.untilMs;
export const DEMO_NOW = new Date(DEMO_NOW_MS).toISOString();

export const planOf = ({ seed, requestsPerYear }: DemoYear, untilMs = DEMO_NOW_MS): readonly SimulatedRequest[] => tell(seed, { requestsPerYear, untilMs });
export const demoOptions = (year: DemoYear) => ({ ...year, until: DEMO_NOW_MS, hallId: 'hall', from: yearOptions.from });

/** Records a demo year through the classes of the write side alone, for tests that ask no service: loading the frameworks takes seconds. */
async function recordInto(store: EventStore, keyring: Keyring, year: DemoYear): Promise<void> {
  const clock = { nowMs: () => DEMO_NOW_MS };
  const directory = new ReferenceDirectory(store);
  const catalogues = new LoadCatalogueHandler(directory, new ReferenceRecorder(store, directory, clock), clock);
  const records = new RequestRecorder(store, directory, keyring, clock);
  const execute = async (command: unknown): Promise<unknown> => {
    if (command instanceof LoadCatalogue) return catalogues.execute(command);
    if (command instanceof RecordCommands) return records.record(command);
    throw new Error(`The demo gave an unexpected command: ${String(command)}`);
  };
  await loadDemo({ execute } as Pick<CommandBus, 'execute'>, demoOptions(year));
}

/** The year in a new log in memory. */
export async function demoInMemory(year: DemoYear): Promise<InMemoryEventStore> {
  const [store, keyring] = [new InMemoryEventStore(), new VaultKeyring(new InMemoryVault())];
  await recordInto(store, keyring, year);
  await keyring.close();
  return store;
}

/** The year in the log and the keys of a data folder, closed again. */
export async function demoInFolder(year: DemoYear, dataDir: string): Promise<void> {
  const store = await SqliteEventStore.open(join(dataDir, 'events.sqlite'));
  const keyring = new VaultKeyring(new KeyFileVault(join(dataDir, 'keys.sqlite')));
  await recordInto(store, keyring, year);
  await store.close();
  await keyring.close();
}
