import type { EventStore } from '../../event-store/event-store.port.js';
import { ProjectionHost, type HostOptions } from '../../projection-host/projection-host.js';
import { DuckDbReadModel, type ReadModelOptions } from './duckdb-read-model.js';
import { FactsProjection } from './facts-projection.js';

const BATCH_EVENTS_MAX = 5_000;
const STALLED_MS = 30_000;
const RETRY_MS = 1_000;

/** A read model and the host that keeps it up to the log. */
export interface ProjectedModel {
  readonly model: DuckDbReadModel;
  readonly projection: FactsProjection;
  readonly host: ProjectionHost;
  close(): Promise<void>;
}

export interface ProjectedModelOptions extends ReadModelOptions, Pick<HostOptions, 'nowMs' | 'onError' | 'onProgress'> {}

/** Opens the file and begins to project into it; null when another version of the projection wrote it. */
export async function openProjectedModel(file: string, store: EventStore, options: ProjectedModelOptions): Promise<ProjectedModel | null> {
  const model = await DuckDbReadModel.open(file, options);
  if (model === null) return null;
  const projection = new FactsProjection(store, model);
  await projection.restart();
  const host = new ProjectionHost(store, projection, { ...options, batchEventsMax: BATCH_EVENTS_MAX, stalledMs: STALLED_MS, retryMs: RETRY_MS });
  await host.refreshHead();
  host.start();
  return { model, projection, host, close: async () => { await host.stop(); await model.close(); } };
}
