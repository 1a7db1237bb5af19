import type { Position } from '../../../event-store/event-store.port.js';
import type { RuleSet } from '../../projections/what-if/rule-set.js';
import type { FlipTables } from './comparison.js';
import type { RuledModel } from './ruled-model.js';

/** EXPIRED: its model made room for others; started again, it is built again. */
export const WHAT_IF_STATES = ['QUEUED', 'BUILDING', 'DONE', 'FAILED', 'CANCELLED', 'EXPIRED'] as const;
export type WhatIfState = (typeof WHAT_IF_STATES)[number];
export type WhatIfFailure = 'WHAT_IF_TIMED_OUT' | 'WHAT_IF_FAILED';

/** What can be asked once it is done. */
export interface WhatIfAnswer {
  readonly model: RuledModel;
  readonly flips: FlipTables;
  /** Requests that are measured in reality, and cannot be under the rules. */
  readonly unmeasured: number;
}

/** One replay of the log under a rule set. */
export class WhatIfJob {
  state: WhatIfState = 'QUEUED';
  /** How far the replay has come. */
  reached: Position = -1n;
  failure: WhatIfFailure | null = null;
  answer: WhatIfAnswer | null = null;
  readonly stopping = new AbortController();

  constructor(
    readonly id: string,
    /** The principal who started it; to all others it is not there. */
    readonly owner: string,
    readonly rules: RuleSet,
    /** The log up to here is replayed. */
    readonly position: Position,
    readonly startedMs: number,
  ) {}

  /** 0 to 1; positions need not be dense, so it is an estimate. */
  get progress(): number {
    if (this.state === 'DONE') return 1;
    return this.position <= 0n || this.reached < 0n ? 0 : Math.min(0.99, Number(this.reached) / Number(this.position));
  }

  get over(): boolean {
    return this.state !== 'QUEUED' && this.state !== 'BUILDING';
  }
}
