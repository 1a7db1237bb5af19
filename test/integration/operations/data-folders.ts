import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import type { RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { temporaryFolder } from '../../support/event-store/temporary-folder.js';
import { contentsOf, HallLog } from './hall-log.js';
import { compilePrograms, type Ended, run } from './programs.js';

/** Data folders and backups by name, and the commands on them. */
export class DataFolders {
  private readonly folder = temporaryFolder();
  readonly compiled = compilePrograms(this.folder);
  private pattern: Promise<void> | undefined;

  readonly path = (...names: string[]): string => join(this.folder, ...names);

  backup(data: string, to: string): Promise<Ended> {
    return run(this.compiled, 'backup', '-q', '--data', this.path(data), '--to', this.path(to));
  }

  restore(from: string, data: string, ...more: string[]): Promise<Ended> {
    return run(this.compiled, 'restore', '-q', '--from', this.path(from), '--data', this.path(data), ...more);
  }

  async withHall(data: string, work: (hall: HallLog, store: SqliteEventStore) => Promise<void>): Promise<void> {
    const store = await SqliteEventStore.open(this.path(data, 'events.sqlite'));
    await work(new HallLog(store), store);
    await store.close();
  }

  async contents(data: string): Promise<readonly Omit<RecordedEvent, 'position'>[]> {
    const store = await SqliteEventStore.open(this.path(data, 'events.sqlite'));
    const events = await contentsOf(store);
    await store.close();
    return events;
  }

  /** A log of 30 events with its backup, and five events behind it: made once, and copied under each name. */
  async hallWithBackup(name: string): Promise<void> {
    await (this.pattern ??= this.makeHallWithBackup('pattern'));
    for (const part of ['', '-backup']) cpSync(this.path(`pattern${part}`), this.path(`${name}${part}`), { recursive: true });
  }

  private async makeHallWithBackup(name: string): Promise<void> {
    await this.withHall(name, async (hall) => {
      await hall.grow(30, 4);
      expect((await this.backup(name, `${name}-backup`)).code).toBe(0);
      await hall.append('serviceRequest-hall.late', 5);
    });
  }
}
