import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDbReadModel } from '../../src/efficiency/read-model/duckdb-read-model.js';
import { FactsProjection } from '../../src/efficiency/read-model/facts-projection.js';
import type { EventStore } from '../../src/event-store/event-store.port.js';
import { ProjectionHost } from '../../src/projection-host/projection-host.js';
import { digestOf, type Digest } from './read-side-digest.js';

export interface ProjectorOptions {
  /** A file with a read model in it; default: a new one, deleted at the end. */
  readonly file?: string;
  readonly batchEventsMax?: number;
  readonly factsInMemoryMax?: number;
}

/** Projects the whole log and answers what is in the read model then. @throws the projection's first error. */
export async function projectedDigest(store: EventStore, { file, batchEventsMax = 5_000, factsInMemoryMax }: ProjectorOptions = {}): Promise<Digest> {
  const folder = mkdtempSync(join(tmpdir(), 'projector-'));
  const model = await DuckDbReadModel.open(file ?? join(folder, 'model.duckdb'), { memoryMb: 200 });
  if (model === null) throw new Error('Another version of the projection wrote the file');
  const failure = Promise.withResolvers<never>();
  const projection = new FactsProjection(store, model, factsInMemoryMax === undefined ? {} : { factsInMemoryMax });
  const host = new ProjectionHost(store, projection, { batchEventsMax, stalledMs: 60_000, retryMs: 1, nowMs: () => 0, onError: failure.reject });
  host.start();
  try {
    await Promise.race([host.caughtUp(), failure.promise]);
    return await digestOf(model, await store.head());
  } finally {
    await host.stop();
    await model.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
