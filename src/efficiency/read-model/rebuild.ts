import type { EventStore, Position } from '../../event-store/event-store.port.js';
import { buildModel } from './build-model.js';
import { compareWithIndependent } from './compare-models.js';
import { DuckDbReadModel } from './duckdb-read-model.js';
import { carryMarks, marksOf } from './effect-marks.js';
import { ReadModelInUse } from './facts.js';
import type { ModelDigest } from './model-digest.js';
import { removeModel, type ReadModelFiles } from './read-model-files.js';

export type RebuildStep = 'build' | 'compare';
export interface RebuildOptions {
  readonly memoryMb: number;
  readonly nowMs: () => number;
  readonly onProgress?: (step: RebuildStep, position: Position) => void;
  readonly signal?: AbortSignal;
}
export interface Rebuilt {
  readonly file: string;
  readonly stated: ModelDigest;
}

/**
 * Builds a read model from nothing into a new file, holds it against a second, independent one, and points to it when both
 * state the same digest; a running service takes it over by itself.
 * @throws ModelsDisagree, or what a projection threw: the file in use stays, the new ones are gone.
 */
export async function rebuild(store: EventStore, files: ReadModelFiles, { memoryMb, nowMs, onProgress, signal }: RebuildOptions): Promise<Rebuilt> {
  const building = files.building(nowMs());
  const options = (step: RebuildStep) => ({ memoryMb, nowMs, signal, onProgress: (position: Position) => onProgress?.(step, position) });
  const stated = await buildModel(building, store, options('build'));
  try {
    await compareWithIndependent(stated, store, files, options('compare'));
    const previous = files.pointer()?.file ?? null;
    await inherit(building, previous ?? files.others()[0] ?? null);
    const file = files.finish(building);
    if (previous !== null) await removeUnlessInUse(previous);
    return { file, stated };
  } catch (error) {
    removeModel(building);
    throw error;
  }
}

/** A service that has the old file open hands its marks on itself when it takes the new one over. */
async function inherit(building: string, previous: string | null): Promise<void> {
  const marks = previous === null ? new Map<string, bigint>() : await marksOf(previous);
  if (marks.size === 0) return;
  const model = await DuckDbReadModel.open(building, { memoryMb: 64 });
  if (model === null) throw new Error('A new read model file was refused');
  await carryMarks(marks, model);
  await model.checkpointFile();
  await model.close();
}

/** Whoever has it open removes it once it has let it go. */
async function removeUnlessInUse(file: string): Promise<void> {
  try {
    await (await DuckDbReadModel.open(file, { memoryMb: 64 }))?.close();
  } catch (error) {
    if (error instanceof ReadModelInUse) return;
  }
  removeModel(file);
}
