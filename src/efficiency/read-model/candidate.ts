import { existsSync } from 'node:fs';
import type { EventStore } from '../../event-store/event-store.port.js';
import { compareWithIndependent } from './compare-models.js';
import { carryMarks, marksOf } from './effect-marks.js';
import { ReadModelInUse } from './facts.js';
import { digestOfModel } from './model-digest.js';
import { openProjectedModel, type ProjectedModel, type ProjectedModelOptions } from './projected-model.js';
import type { ReadModelFiles } from './read-model-files.js';

/** The model a service starts with; not `built` while it must not answer yet. */
export interface Candidate {
  readonly file: string;
  readonly projected: ProjectedModel;
  readonly built: boolean;
  /** It takes the place of another, so it is held against an independent one before it serves. */
  readonly replaces: boolean;
}

/** Opens the file of this version, or begins one beside those of other versions; a damaged one is begun anew: the log has everything. */
export async function openCandidate(files: ReadModelFiles, store: EventStore, options: ProjectedModelOptions): Promise<Candidate> {
  const pointer = files.pointer();
  const others = files.others().some((file) => existsSync(file));
  const projected = pointer === null || !existsSync(pointer.file) ? null : await reopen(pointer.file, store, options);
  if (pointer !== null && projected !== null) return { file: pointer.file, projected, built: pointer.built, replaces: others };
  const file = files.create(options.nowMs());
  const begun = await openProjectedModel(file, store, options);
  if (begun === null) throw new Error('A new read model file was refused');
  files.use({ file, built: false });
  return { file, projected: begun, built: false, replaces: others || pointer !== null };
}

/** Null when the file is damaged, or of another version than its name says. */
async function reopen(file: string, store: EventStore, options: ProjectedModelOptions): Promise<ProjectedModel | null> {
  try {
    return await openProjectedModel(file, store, options);
  } catch (error) {
    if (error instanceof ReadModelInUse) throw error;
    options.onError(error);
    return null;
  }
}

/**
 * Brings a candidate up to the log, and holds it against an independent one when it replaces another. Then it may serve.
 * @throws ModelsDisagree; the signal's reason.
 */
export async function completeCandidate(
  { file, projected, replaces }: Candidate, files: ReadModelFiles, store: EventStore, options: ProjectedModelOptions, signal: AbortSignal,
): Promise<void> {
  await unlessAborted(projected.host.caughtUp(), signal);
  if (replaces) {
    const stated = await digestOfModel(projected.model, await projected.model.checkpoint());
    await compareWithIndependent(stated, store, files, { memoryMb: options.memoryMb, nowMs: options.nowMs, signal });
    for (const other of files.others()) await carryMarks(await marksOf(other), projected.model);
    await unlessAborted(projected.host.caughtUp(), signal);
  }
  files.use({ file, built: true });
}

export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => stopped.reject(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  return Promise.race([work, stopped.promise]).finally(() => signal.removeEventListener('abort', stop));
}
