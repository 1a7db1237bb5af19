import { randomUUID } from 'node:crypto';
import { type DynamicModule, Inject, Injectable, Module } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ErasedKeys } from '../erasure/application/erased-keys.js';
import { EventStore, type Position } from '../event-store/event-store.port.js';
import { LoadCatalogue, LoadReferenceHistory, type CatalogueLoaded, type RecordedReference } from '../reference-data/application/load-catalogue.js';
import { ReferenceDirectory } from '../reference-data/application/reference-directory.js';
import type { Catalogue } from '../reference-data/domain/catalogue.js';
import { type CallResult, type RecordCommands, RecordCommandsOfMany, type RecordResult } from '../service-request/application/record-commands.js';
import { WriteSideModule, type WriteSideOptions } from '../write-side.module.js';
import type { EventRow } from './bench-inserts.js';
import type { Registered } from './running/new-entries.js';
import type { ImportPorts } from './running/run-import.js';
import type { RecordedKeys } from './running/send-case.js';

export const IMPORT_PRINCIPAL = 'import';
const PAGE_EVENTS = 1_000;

/** The write side as an import uses it: the same bus and the same rules as for a terminal. */
@Injectable()
export class WriteSidePorts implements ImportPorts {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(ReferenceDirectory) private readonly directory: ReferenceDirectory,
  ) {}

  record(call: RecordCommands): Promise<readonly RecordResult[]> {
    return this.bus.execute(call);
  }

  recordEach(calls: readonly RecordCommands[]): Promise<readonly CallResult[]> {
    return this.bus.execute(new RecordCommandsOfMany(calls));
  }

  async recordedKeys(stream: string): Promise<RecordedKeys> {
    const keys: { source: string; id: string }[] = [];
    for await (const { metadata } of this.store.readStream(stream)) keys.push(metadata['source'] as { source: string; id: string });
    return keys;
  }

  loadCatalogue(catalogue: Catalogue): Promise<CatalogueLoaded> {
    return this.bus.execute(new LoadCatalogue(catalogue, IMPORT_PRINCIPAL, randomUUID()));
  }

  loadReference(history: readonly RecordedReference[], checkOnly = false): Promise<CatalogueLoaded> {
    return this.bus.execute(new LoadReferenceHistory(history, IMPORT_PRINCIPAL, randomUUID(), checkOnly));
  }

  async registered(): Promise<Registered> {
    await this.directory.catchUp();
    return this.directory.state;
  }

  async logIsEmpty(): Promise<boolean> {
    return (await this.store.head()) === null;
  }

  head(): Promise<Position | null> {
    return this.store.head();
  }

  /** Events of a hall's requests after a position, as rows. */
  async *requestRows(hallId: string, after: Position | null): AsyncGenerator<readonly EventRow[]> {
    let from = after;
    for (;;) {
      const page = await this.store.readAll(from, PAGE_EVENTS);
      from = page.at(-1)?.position ?? from;
      if (page.length === 0) return;
      const events = page.filter(({ stream }) => stream.startsWith(`serviceRequest-${hallId}.`));
      yield events.map((event) => ({ ...event, data: JSON.stringify(event.data), metadata: JSON.stringify(event.metadata) }));
    }
  }
}

@Module({})
export class ImportModule {
  static forRoot(options: WriteSideOptions): DynamicModule {
    return { module: ImportModule, imports: [WriteSideModule.forRoot(options)], providers: [WriteSidePorts, ErasedKeys], exports: [WriteSidePorts] };
  }
}
