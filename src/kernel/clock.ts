import type { EpochMs } from './instant.js';

/** Abstract class, not interface: it is also the Nest injection token. Tests hand over a clock they move themselves. */
export abstract class Clock {
  abstract nowMs(): EpochMs;
}
