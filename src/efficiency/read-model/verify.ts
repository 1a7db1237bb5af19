import { existsSync } from 'node:fs';
import type { EventStore } from '../../event-store/event-store.port.js';
import { compareWithIndependent } from './compare-models.js';
import { DigestExchange, NoDigestStated } from './digest-exchange.js';
import { DuckDbReadModel } from './duckdb-read-model.js';
import { ReadModelInUse } from './facts.js';
import { digestOfModel, type ModelDigest } from './model-digest.js';
import type { ReadModelFiles } from './read-model-files.js';
import type { RebuildOptions } from './rebuild.js';

export interface VerifyOptions extends RebuildOptions {
  /** How long the service that has the file open may take to state its digest. */
  readonly statedMsMax: number;
}

/**
 * Holds the model in use against an independent rebuild, and changes nothing. Answers what both state.
 * @throws ModelsDisagree; NoDigestStated when there is no model in use, or none that is finished.
 */
export async function verify(store: EventStore, files: ReadModelFiles, options: VerifyOptions): Promise<ModelDigest> {
  const { memoryMb, nowMs, onProgress, signal } = options;
  const stated = await statedInUse(files, options);
  return compareWithIndependent(stated, store, files, { memoryMb, nowMs, signal, onProgress: (position) => onProgress?.('compare', position) });
}

async function statedInUse(files: ReadModelFiles, { memoryMb, statedMsMax }: VerifyOptions): Promise<ModelDigest> {
  const pointer = files.pointer();
  if (pointer?.built !== true || !existsSync(pointer.file)) throw new NoDigestStated('There is no finished read model of this version. 尚无本版本的读模型。');
  try {
    const model = await DuckDbReadModel.open(pointer.file, { memoryMb });
    if (model === null) throw new NoDigestStated(`${pointer.file} is of another version than its pointer says`);
    try {
      return await digestOfModel(model, await model.checkpoint());
    } finally {
      await model.close();
    }
  } catch (error) {
    if (!(error instanceof ReadModelInUse)) throw error;
    return new DigestExchange(files.folder).ask(statedMsMax);
  }
}
