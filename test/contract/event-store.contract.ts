import type { EventStore } from '../../src/event-store/event-store.port.js';
import { describeAppend } from './event-store-append.contract.js';
import { describeRead } from './event-store-read.contract.js';
import { describeRefusals } from './event-store-refusals.contract.js';
import { describeRestart } from './event-store-restart.contract.js';
import { describeSparse } from './event-store-sparse.contract.js';
import { describeSubscription } from './event-store-subscription.contract.js';
import { describeTogether } from './event-store-together.contract.js';

export interface OpenStore {
  readonly store: EventStore;
  /** Closes the store and opens the same log again. */
  readonly reopen?: () => Promise<EventStore>;
  /** Stops the log's server, where it has one, and starts it again; the store is not told. */
  readonly restartServer?: () => Promise<void>;
  /** Closes the store and what was started for it; absent where closing the store is all. */
  readonly end?: () => Promise<void>;
}
export interface ContractOptions {
  /** Opens an empty log whose next position is `first`; absent where positions are the server's own. */
  readonly openAt?: (first: bigint) => Promise<OpenStore>;
  /** False where an event id need only be unique within its stream. */
  readonly idsUniqueInLog?: boolean;
  /** False where nothing survives a restart, so that there is nothing to reopen. */
  readonly restarts?: boolean;
  /** True where others write into the same log meanwhile. */
  readonly shared?: boolean;
}
/** The store of the running test; `reopen` replaces it. */
export interface StoreUnderTest {
  readonly store: EventStore;
  reopen(): Promise<void>;
  /** Of the server below the store, or of the store where there is none. */
  restart(): Promise<void>;
}

/** The log may be shared with others and its positions need not be dense: every test uses streams of its own. */
export function describeEventStoreContract(name: string, open: () => Promise<OpenStore>, options: ContractOptions = {}): void {
  describe(`EventStore contract: ${name}`, () => {
    let opened: OpenStore;
    let store: EventStore;
    const underTest: StoreUnderTest = {
      get store() {
        return store;
      },
      reopen: async () => {
        if (!opened.reopen) throw new Error('This adapter cannot restart');
        store = await opened.reopen();
      },
      restart: () => opened.restartServer?.() ?? underTest.reopen(),
    };
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.end?.() ?? store.close());

    describeAppend(underTest, options);
    describeRefusals(underTest);
    describeTogether(underTest);
    describeRead(underTest, options);
    describeSubscription(underTest, open);
    describeSparse(underTest);
    if (options.restarts ?? true) describeRestart(underTest);
  });
}
