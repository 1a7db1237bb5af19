import type { EventStore, Position } from '../../event-store/event-store.port.js';
import { digestOfModel, type ModelDigest } from './model-digest.js';
import { openProjectedModel, type ProjectedModel } from './projected-model.js';
import { removeModel } from './read-model-files.js';

export interface BuildOptions {
  readonly memoryMb: number;
  readonly nowMs: () => number;
  readonly batchEventsMax?: number;
  readonly factsInMemoryMax?: number;
  readonly onProgress?: (position: Position) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Projects the log from nothing into a new file that is whole when this resolves. Its digest is that of `at`, by default of
 * all it holds.
 * @throws the projection's first error, or the signal's reason; the file is gone then.
 */
export async function buildModel(file: string, store: EventStore, options: BuildOptions, at?: Position | null): Promise<ModelDigest> {
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => undefined);
  const abort = (): void => failure.reject(options.signal?.reason);
  options.signal?.addEventListener('abort', abort, { once: true });
  if (options.signal?.aborted === true) abort();
  try {
    const built = await openProjectedModel(file, store, {
      ...options, onError: failure.reject, onProgress: (position) => { if (position !== null) options.onProgress?.(position); },
    });
    if (built === null) throw new Error('A new read model file was refused');
    try {
      await Promise.race([built.host.caughtUp(), failure.promise]);
      return await finished(built, at);
    } finally {
      await built.close();
    }
  } catch (error) {
    removeModel(file);
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

async function finished({ host, model }: ProjectedModel, at: Position | null | undefined): Promise<ModelDigest> {
  await host.stop();
  const checkpoint = await model.checkpoint();
  if (at != null && (checkpoint === null || checkpoint < at)) throw new Error(`The log ended at ${checkpoint}, before position ${at}`);
  const digest = await digestOfModel(model, at === undefined ? checkpoint : at);
  await model.checkpointFile();
  return digest;
}
