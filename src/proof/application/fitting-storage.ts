import { EventStoreUnavailable } from '../../event-store/errors.js';
import type { EventStore } from '../../event-store/event-store.port.js';
import { OUR_CATEGORIES } from '../../operations/our-categories.js';
import { leafOrNull } from './event-leaf.js';
import type { TreeStorage } from './tree-storage.js';

/** What the files say must be what the log says; else they are of another log, or of this one before somebody restored it, and are emptied. */
export async function fittingStorage(store: EventStore, open: () => Promise<TreeStorage>, signal: AbortSignal): Promise<TreeStorage> {
  const storage = await open();
  try {
    if (storage.size > 0 && !(await holdsLast(store, storage, signal))) await storage.clear();
    return storage;
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function holdsLast(store: EventStore, storage: TreeStorage, signal: AbortSignal): Promise<boolean> {
  const index = storage.size - 1;
  const before = index === 0 ? null : await storage.positionOf(index - 1);
  try {
    for await (const message of store.subscribeAll(before, signal, OUR_CATEGORIES)) {
      if (message.kind === 'caught-up' || message.event.position !== await storage.positionOf(index)) return false;
      return leafOrNull(message.event)?.equals(await storage.node(0, index)) === true;
    }
  } catch (error) {
    // A position that this log does not know is one of another log.
    if (error instanceof EventStoreUnavailable) throw error;
    return false;
  }
  throw new EventStoreUnavailable('The log said nothing');
}
