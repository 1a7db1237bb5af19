import { EventStoreDbEventStore } from '../../../src/event-store/eventstoredb/eventstoredb.event-store.js';
import type { OpenStore } from '../../contract/event-store.contract.js';
import { startStub } from '../eventstoredb/stub.js';

/** The adapter on a server of its own, which ends with the store. */
export async function openOnStub(firstPosition?: bigint): Promise<OpenStore> {
  const stub = await startStub(firstPosition === undefined ? {} : { firstPosition });
  const open = async (): Promise<EventStoreDbEventStore> => EventStoreDbEventStore.open(stub.connectionString);
  let store = await open();
  const end = async (): Promise<void> => {
    await store.close();
    await stub.close();
  };
  const reopen = async (): Promise<EventStoreDbEventStore> => {
    await store.close();
    await stub.restart();
    return (store = await open());
  };
  return { store, reopen, end, restartServer: () => stub.restart() };
}

/** The adapter on a real server. */
export async function openOnServer(url: string): Promise<OpenStore> {
  let store = await EventStoreDbEventStore.open(url);
  const reopen = async (): Promise<EventStoreDbEventStore> => {
    await store.close();
    return (store = await EventStoreDbEventStore.open(url));
  };
  return { store, reopen };
}
