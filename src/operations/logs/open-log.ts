import { existsSync } from 'node:fs';
import { LogFileRefused } from '../../event-store/errors.js';
import { SqliteEventStore } from '../../event-store/sqlite/sqlite.event-store.js';
import { refusal, usage } from '../exit-codes.js';
import type { LogAddress, OpenedLog } from './log-address.js';

/** @throws OperationEnded for a file that is absent (unless it may be made) or no log; EventStoreUnavailable. */
export async function openLog(address: LogAddress, mayCreate: boolean): Promise<OpenedLog> {
  const { kind, label } = address;
  if (kind === 'esdb') {
    // Loaded only where it is asked for: the client of the server is large.
    const { EventStoreDbEventStore } = await import('../../event-store/eventstoredb/eventstoredb.event-store.js');
    return { store: await EventStoreDbEventStore.open(address.address), label, appliesGroupsInOrder: false, shared: true };
  }
  if (!mayCreate && !existsSync(address.file))
    throw usage('LOG_NOT_FOUND', `There is no log at ${address.file}.`, `${address.file} 处没有事件日志。`);
  try {
    return { store: await SqliteEventStore.open(address.file), label, appliesGroupsInOrder: true, shared: false };
  } catch (error) {
    if (error instanceof LogFileRefused) throw refusal('NOT_A_LOG', error.message, `${address.file} 不是本应用的事件日志，或由更新的版本写成。`);
    throw error;
  }
}
