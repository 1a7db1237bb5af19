/** Times in milliseconds. */
export interface EventStoreDbOptions {
  /** An append without an answer for so long, and 10 ms more for each of its events, has an unknown outcome. */
  readonly appendMs: number;
  readonly appendsAtOnceMax: number;
  /** Appends beyond it are turned away. */
  readonly appendsWaitingMax: number;
  /** A read without a word for so long has failed; a long one that goes on has not. */
  readonly readSilenceMs: number;
  /** How long the first connection is tried for; 0 leaves it to the first call. */
  readonly warmUpMs: number;
  /** A subscription without a word for so long is held against the log. */
  readonly subscriptionSilenceMs: number;
  /** The same before it has caught up, for servers that do not say so (before 23.10). */
  readonly catchUpSilenceMs: number;
  /** A subscription that gets nowhere for so long gives up. */
  readonly subscriptionBudgetMs: number;
  readonly backoffFirstMs: number;
  readonly backoffMsMax: number;
  /** Live events that come within this time belong to one drain. */
  readonly lingerMs: number;
  /** Failures in a row that the client does not reconnect for by itself, before it is made anew. */
  readonly failuresMax: number;
}

export const DEFAULTS: EventStoreDbOptions = {
  appendMs: 5000,
  appendsAtOnceMax: 64,
  appendsWaitingMax: 10_000,
  readSilenceMs: 10_000,
  warmUpMs: 30_000,
  subscriptionSilenceMs: 10_000,
  catchUpSilenceMs: 1000,
  subscriptionBudgetMs: 60_000,
  backoffFirstMs: 50,
  backoffMsMax: 5000,
  lingerMs: 5,
  failuresMax: 3,
};
