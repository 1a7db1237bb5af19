import type { EventStore } from '../../event-store/event-store.port.js';
import { buildModel, type BuildOptions } from './build-model.js';
import { differingTables, type ModelDigest } from './model-digest.js';
import { removeModel, type ReadModelFiles } from './read-model-files.js';

/** Another rhythm than the first pass: what depends on where a batch ends, or on what is still in memory, shows. */
const BATCH_EVENTS_MAX = 1_777;
const FACTS_IN_MEMORY_MAX = 20_000;

/** Two passes over the same log say different things: neither is to be believed. */
export class ModelsDisagree extends Error {
  override readonly name = 'ModelsDisagree';

  constructor(readonly stated: ModelDigest, readonly independent: ModelDigest) {
    const at = `at position ${stated.position ?? 'none'}`;
    super(`The read model states ${stated.digest} ${at}, an independent one ${independent.digest}; they differ in ${differingTables(stated, independent).join(', ')}. `
      + '读模型与独立重建的结果不一致。');
  }
}

/**
 * Builds the log a second time, apart from the first, and holds what a model states against it. Answers the second digest.
 * @throws ModelsDisagree.
 */
export async function compareWithIndependent(stated: ModelDigest, store: EventStore, files: ReadModelFiles, options: BuildOptions): Promise<ModelDigest> {
  const file = files.building(options.nowMs());
  const rhythm = { batchEventsMax: BATCH_EVENTS_MAX, factsInMemoryMax: FACTS_IN_MEMORY_MAX };
  const independent = await buildModel(file, store, { ...options, ...rhythm }, stated.position);
  removeModel(file);
  if (independent.digest !== stated.digest) throw new ModelsDisagree(stated, independent);
  return independent;
}
