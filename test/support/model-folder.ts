import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { ReadModelFiles } from '../../src/efficiency/read-model/read-model-files.js';
import { ReadModelService } from '../../src/efficiency/read-model/read-model.service.js';
import { READ_MODEL_VERSION } from '../../src/efficiency/read-model/schema.js';
import type { EventStore } from '../../src/event-store/event-store.port.js';
import type { SideEffect } from '../../src/projection-host/side-effects.js';
import { TwistedStore } from './twisted-store.js';

export const POINTER = `current.v${READ_MODEL_VERSION}.json`;
export const OLDER = `current.v${READ_MODEL_VERSION - 1}.json`;

/** A folder of read models over a log, with services that come and go. */
export class ModelFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'models-'));
  readonly files = new ReadModelFiles(this.path);
  readonly errors: unknown[] = [];
  readonly store: TwistedStore;
  /** What the services started from now on do in the world. */
  sideEffects: readonly SideEffect[] = [];
  private services: ReadModelService[] = [];

  constructor(log: EventStore) {
    this.store = new TwistedStore(log);
  }

  async started(): Promise<ReadModelService> {
    const service = new ReadModelService(this.store, this.files, {
      memoryMb: 100, nowMs: () => 1_000, onError: (error) => this.errors.push(error), sideEffects: this.sideEffects, startWaitMsMax: 500,
    });
    this.services.push(service);
    await service.onModuleInit();
    return service;
  }

  /** Started, and answering. */
  async serving(): Promise<ReadModelService> {
    const service = await this.started();
    await service.caughtUp();
    return service;
  }

  async stop(service: ReadModelService): Promise<void> {
    this.services = this.services.filter((one) => one !== service);
    await service.beforeApplicationShutdown();
  }

  async remove(): Promise<void> {
    for (const service of this.services) await service.beforeApplicationShutdown();
    rmSync(this.path, { recursive: true, force: true });
  }

  models(): readonly string[] {
    return readdirSync(this.path).filter((name) => /\.duckdb(\.building)?$/.test(name));
  }

  pointed(name = POINTER): unknown {
    return JSON.parse(readFileSync(join(this.path, name), 'utf8'));
  }

  inUse(): string {
    return basename(this.files.pointer()!.file);
  }

  /** Runs SQL in the file that nobody has open. */
  async alter(sql: string): Promise<void> {
    const instance = await DuckDBInstance.create(this.files.pointer()!.file);
    const connection = await instance.connect();
    await connection.run(sql);
    connection.closeSync();
    instance.closeSync();
  }

  /** As if the program that wrote the folder had been one version older. Answers its file. */
  async leftByOlder(): Promise<string> {
    await this.stop(await this.serving());
    const file = this.inUse();
    await this.alter(`UPDATE model SET version = ${READ_MODEL_VERSION - 1}`);
    writeFileSync(join(this.path, OLDER), JSON.stringify({ file }));
    rmSync(join(this.path, POINTER));
    this.store.subscriptions = 0;
    return file;
  }
}

export const until = async (reached: () => boolean): Promise<void> => {
  while (!reached()) await new Promise((resolve) => setTimeout(resolve, 20));
};
