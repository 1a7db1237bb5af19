import type { EpochMs } from '../kernel/instant.js';
import type { CaseWriter } from './case-writer.js';
import { isSlow } from './departments.js';
import type { Prng } from './prng.js';
import type { DemoItem } from './service-items.js';

/** Everything a piece of a story needs. */
export interface Scene {
  readonly c: CaseWriter;
  readonly p: Prng;
  readonly item: DemoItem;
}
/** Yields each instant the story reaches *before* acting there, so that whoever listens can end it at the horizon. */
export type Telling = Generator<EpochMs, void>;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
export const DAY_MINUTES = 1440;
/** A stay meant to be an honest one lasts longer than any hot potato. */
export const HONEST_STAY_MS_MIN = 31 * MINUTE_MS;

/** Whole seconds, as terminals stamp them. */
export const minutes = (p: Prng, min: number, max: number): number => p.int(min * 60, max * 60) * 1000;

/** Planned working milliseconds of an ordinary stay; a slow department takes three to five times as long. */
export function stayMs({ c, p, item }: Scene): number {
  const base = item.stayMs * (0.5 + p.next());
  const slowed = isSlow(c.holder) ? base * (3 + 2 * p.next()) : base;
  return HONEST_STAY_MS_MIN + Math.round(slowed / 1000) * 1000;
}
