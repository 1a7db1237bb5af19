import { InMemoryVault } from '../../../src/privacy/in-memory.vault.js';
import { VaultKeyring } from '../../../src/privacy/vault-keyring.js';
import type { EventStore } from '../../../src/event-store/event-store.port.js';
import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import { hallCatalogue } from '../../integration/write-side/examples.js';
import { WriteSide } from '../../integration/write-side/harness.js';
import type { Subject } from './subjects.js';

/** Again and again until the store is there; what else is thrown is thrown. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof EventStoreUnavailable) || attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Shared, as the processes of a service share their keys. */
const KEYRING = new VaultKeyring(new InMemoryVault());

/** One process of the service on a shared log: `kill` ends it in the middle of whatever it does, and starts the next. */
export class HallProcess {
  private generation: Promise<{ readonly store: EventStore; readonly side: WriteSide }>;

  constructor(
    private readonly subject: Subject,
    private readonly keyring = KEYRING,
  ) {
    this.generation = this.start();
  }

  get store(): Promise<EventStore> {
    return this.generation.then(({ store }) => store);
  }
  get side(): Promise<WriteSide> {
    return this.generation.then(({ side }) => side);
  }

  async loadCatalogue(): Promise<void> {
    const side = await this.side;
    await patiently(() => side.load(hallCatalogue));
    await patiently(() => side.directory.catchUp());
  }

  kill(): void {
    const dying = this.generation;
    this.generation = dying.then(async ({ store }) => {
      await store.close();
      return this.start();
    });
  }

  async stop(): Promise<void> {
    await (await this.store).close();
  }

  private async start() {
    const store = await this.subject.open();
    const side = new WriteSide({ store, keyring: this.keyring });
    await patiently(() => side.directory.catchUp());
    return { store, side };
  }
}
