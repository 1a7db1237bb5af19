import type { EventStore, Position } from '../../../event-store/event-store.port.js';
import type { RuleSet } from '../../projections/what-if/rule-set.js';
import { buildModel } from '../build-model.js';
import { RuledEventStore } from './ruled.event-store.js';

/** A read model to be made of the log up to a position, as it would read under other rules. */
export interface RuledBuild {
  /** A file that does not exist yet. */
  readonly file: string;
  readonly rules: RuleSet;
  readonly upTo: Position;
  readonly memoryMb: number;
}
export interface BuildWatch {
  readonly signal: AbortSignal;
  readonly onProgress: (position: Position) => void;
}
/** Resolves when the file is whole. @throws what the projection threw, or the signal's reason; the file is gone then. */
export type RuledBuilder = (build: RuledBuild, watch: BuildWatch) => Promise<void>;

/** Less than the service keeps: this is one request after the other, and beside it the service answers. */
const FACTS_IN_MEMORY_MAX = 100_000;

/** In this process. */
export const builderOver = (store: EventStore): RuledBuilder => async ({ file, rules, upTo, memoryMb }, { signal, onProgress }) => {
  const ruled = await RuledEventStore.over(store, rules, upTo);
  const options = { memoryMb, nowMs: () => Date.now(), factsInMemoryMax: FACTS_IN_MEMORY_MAX, signal, onProgress };
  await buildModel(file, ruled, options, null);
};
