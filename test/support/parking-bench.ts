import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDbReadModel } from '../../src/efficiency/read-model/duckdb-read-model.js';
import { FactsProjection, type FactsProjectionOptions, type Replayed } from '../../src/efficiency/read-model/facts-projection.js';
import type { ParkedRow } from '../../src/efficiency/read-model/fact-batch.js';
import { digestOfModel } from '../../src/efficiency/read-model/model-digest.js';
import type { EventStore } from '../../src/event-store/event-store.port.js';
import { ProjectionHost } from '../../src/projection-host/projection-host.js';

export interface BenchOptions extends FactsProjectionOptions {
  readonly batchEventsMax?: number;
}

/** A read model that follows a log and is opened again and again, as a service does over its life. */
export class ParkingBench {
  readonly errors: unknown[] = [];
  model!: DuckDbReadModel;
  host!: ProjectionHost;
  projection!: FactsProjection;
  private readonly folder = mkdtempSync(join(tmpdir(), 'parking-'));

  constructor(
    private readonly store: EventStore,
    private readonly options: BenchOptions = {},
  ) {}

  async start(): Promise<this> {
    const model = await DuckDbReadModel.open(join(this.folder, 'model.duckdb'), { memoryMb: 100 });
    if (model === null) throw new Error('Another version of the projection wrote the file');
    const onError = (error: unknown): void => void this.errors.push(error);
    this.model = model;
    this.projection = new FactsProjection(this.store, model, { ...this.options, onError });
    this.host = new ProjectionHost(this.store, this.projection, {
      batchEventsMax: this.options.batchEventsMax ?? 5_000, stalledMs: 60_000, retryMs: 1, nowMs: () => 0, onError,
    });
    this.host.start();
    return this;
  }

  async caughtUp(): Promise<this> {
    await this.host.caughtUp();
    return this;
  }

  async stop(): Promise<void> {
    await this.host.stop();
    await this.model.close();
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  replay(stream: string | null = null): Promise<Replayed> {
    return this.host.between(() => this.projection.replayParked(stream));
  }

  async parked(): Promise<readonly Omit<ParkedRow, 'recordedAtMs'>[]> {
    return this.model.query<Omit<ParkedRow, 'recordedAtMs'> & Record<string, unknown>>(
      'SELECT position, stream, revision, type, code, reason, behind FROM parked ORDER BY position, stream');
  }

  /** One line a table, `parked` apart: what the model says of the log up to its position. */
  async said(): Promise<readonly string[]> {
    const { tables } = await digestOfModel(this.model, this.host.status().position);
    return tables.filter((line) => !line.startsWith('parked('));
  }

  /** Of everything, what is parked included. */
  async digest(): Promise<string> {
    return (await digestOfModel(this.model, this.host.status().position)).digest;
  }
}

/** What a model that follows the log from its beginning says, once it is up to it. */
export async function cleanly<T>(store: EventStore, look: (bench: ParkingBench) => Promise<T>): Promise<T> {
  const bench = await new ParkingBench(store).start();
  await bench.caughtUp();
  try {
    return await look(bench);
  } finally {
    await bench.remove();
  }
}
