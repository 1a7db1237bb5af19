import type { EventStore } from '../../event-store/event-store.port.js';
import type { PseudonymSource } from '../../kernel/pseudonyms.js';
import type { BatchProjection } from '../../projection-host/batch-projection.js';
import { ProjectionHost, type HostOptions } from '../../projection-host/projection-host.js';
import { SideEffects, type SideEffect } from '../../projection-host/side-effects.js';
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
  /** Not started: only the model that serves starts them. */
  readonly effects: SideEffects;
  close(): Promise<void>;
}

export type ProjectionWatch = (projection: BatchProjection) => BatchProjection;

export interface ProjectedModelOptions extends ReadModelOptions, Pick<HostOptions, 'nowMs' | 'onError' | 'onProgress'> {
  readonly watchProjection?: ProjectionWatch;
  readonly batchEventsMax?: number;
  /** How long a start waits for a first model at the most; default 5 s. */
  readonly startWaitMsMax?: number;
  readonly factsInMemoryMax?: number;
  readonly sideEffects?: readonly SideEffect[];
  readonly people?: PseudonymSource;
}

/** Opens the file and begins to project into it; null when another version of the projection wrote it. */
export async function openProjectedModel(file: string, store: EventStore, options: ProjectedModelOptions): Promise<ProjectedModel | null> {
  const model = await DuckDbReadModel.open(file, options);
  if (model === null) return null;
  try {
    return await project(model, store, options);
  } catch (error) {
    await model.close();
    throw error;
  }
}

async function project(model: DuckDbReadModel, store: EventStore, options: ProjectedModelOptions): Promise<ProjectedModel> {
  const { factsInMemoryMax, onError } = options;
  const projection = new FactsProjection(store, model, { onError, ...(factsInMemoryMax === undefined ? {} : { factsInMemoryMax }) });
  await projection.restart();
  const host = new ProjectionHost(store, options.watchProjection?.(projection) ?? projection, {
    nowMs: options.nowMs, onError: options.onError, batchEventsMax: options.batchEventsMax ?? BATCH_EVENTS_MAX, stalledMs: STALLED_MS, retryMs: RETRY_MS,
    onProgress: (position, caughtUp) => {
      options.onProgress?.(position, caughtUp);
      effects.committedUpTo(position);
    },
  });
  const effects = new SideEffects(store, options.sideEffects ?? [], model, { retryMs: RETRY_MS, onError: options.onError, caughtUp: () => host.caughtUp() });
  await host.refreshHead();
  host.start();
  const close = async (): Promise<void> => {
    await host.stop();
    await effects.stop();
    await model.close();
  };
  return { model, projection, host, effects, close };
}
