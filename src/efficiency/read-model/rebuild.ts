import { rmSync } from 'node:fs';
import type { EventStore } from '../../event-store/event-store.port.js';
import { openProjectedModel } from './projected-model.js';
import type { ReadModelFiles } from './read-model-files.js';

export interface RebuildOptions {
  readonly memoryMb: number;
  readonly nowMs: () => number;
  readonly onProgress: (position: bigint, head: bigint) => void;
}

/**
 * Builds a read model from nothing into a new file and points to it; a running service takes it over by itself.
 * @throws what the projection threw: the file in use stays.
 */
export async function rebuild(store: EventStore, files: ReadModelFiles, { memoryMb, nowMs, onProgress }: RebuildOptions): Promise<string> {
  const building = files.building(nowMs());
  const head = (await store.head()) ?? 0n;
  const failure = Promise.withResolvers<never>();
  const model = await openProjectedModel(building, store, {
    memoryMb, nowMs, onError: failure.reject, onProgress: (position) => onProgress(position ?? 0n, head),
  });
  if (model === null) throw new Error('A new read model file was refused');
  try {
    await Promise.race([model.host.caughtUp(), failure.promise]);
    await model.model.checkpointFile();
  } catch (error) {
    await model.close();
    for (const name of [building, `${building}.wal`, `${building}.tmp`]) rmSync(name, { recursive: true, force: true });
    throw error;
  }
  await model.close();
  return files.finish(building);
}
