import { randomUUID } from 'node:crypto';
import { EventStoreDbEventStore } from '../../../src/event-store/eventstoredb/eventstoredb.event-store.js';
import type { OpenStore } from '../../contract/event-store.contract.js';
import { startStub, type Stub } from '../eventstoredb/stub.js';

const FOREIGN_EVERY_MS = 15;

/** Another application that writes into the same server, also what nobody here can read. */
function writeForeign(stub: Stub): () => void {
  const stream = `foreign-${randomUUID()}`;
  const timer = setInterval(() => {
    stub.inject(stream, { type: 'Foreign', data: '{"theirs":true}' });
    stub.inject(stream, { type: 'Foreign', data: 'no JSON', contentType: 'application/json' });
  }, FOREIGN_EVERY_MS);
  return () => clearInterval(timer);
}

/** The adapter on a server of its own, which ends with the store. */
export async function openOnStub({ firstPosition, foreign = false }: { firstPosition?: bigint; foreign?: boolean } = {}): Promise<OpenStore> {
  const stub = await startStub(firstPosition === undefined ? {} : { firstPosition });
  const silence = foreign ? writeForeign(stub) : () => undefined;
  const open = (): Promise<EventStoreDbEventStore> => EventStoreDbEventStore.open(stub.connectionString);
  let store = await open();
  return {
    store,
    reopen: async () => {
      await store.close();
      await stub.restart();
      return (store = await open());
    },
    restartServer: () => stub.restart(),
    end: async () => {
      silence();
      await store.close();
      await stub.close();
    },
  };
}

/** The adapter on a real server, which others may use too. */
export async function openOnServer(url: string): Promise<OpenStore> {
  let store = await EventStoreDbEventStore.open(url);
  const reopen = async (): Promise<EventStoreDbEventStore> => {
    await store.close();
    return (store = await EventStoreDbEventStore.open(url));
  };
  return { store, reopen, end: () => store.close() };
}
