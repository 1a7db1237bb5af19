import { sealAppend, type UnsealedAppend } from './sealing.js';

/** Place in a stream; the first event is 0n in every adapter. */
export type Revision = bigint;
/** Place in the whole log; grows, need not be dense, may pass 2^53. */
export type Position = bigint;
/** No 'any': a blind write is not expressible. */
export type ExpectedRevision = Revision | 'no-stream';
export type JsonObject = { readonly [key: string]: unknown };

export interface NewEvent {
  /** A UUID, derived from the command, so that a retry carries the same one. */
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  /** JSON texts of `data` and `metadata`, where they were written out already, e.g. to be hashed. */
  readonly text?: { readonly data: string; readonly metadata: string };
}

export interface RecordedEvent extends NewEvent {
  readonly stream: string;
  readonly revision: Revision;
  readonly position: Position;
  /** Why its payload could not be read, where it could not; `data` and `metadata` are then empty and say nothing. */
  readonly unreadable?: string;
}

/** One call of `append`, among others. */
export interface Append {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
}

export interface AppendResult {
  /** Revision and position of the last event appended. */
  readonly revision: Revision;
  readonly position: Position;
  /** Position of each event of the call, in order. */
  readonly positions: readonly Position[];
}

export type Categories = readonly string[];
export const categoryOf = (stream: string): string => stream.slice(0, Math.max(0, stream.indexOf('-')));

/** `caught-up` follows the last event of the log known at that moment, each time the reader drains it. */
export type SubscriptionMessage = { readonly kind: 'event'; readonly event: RecordedEvent } | { readonly kind: 'caught-up' };

/** Abstract class, not interface: it is also the Nest injection token. */
export abstract class EventStore {
  /**
   * All or nothing, durable before it resolves. The same event ids again at the same place answer as the first time.
   * @throws RevisionConflict, writing nothing, when `expected` is stale or only part of the ids is already there.
   * @throws EventStoreUnavailable when the outcome is unknown: retry with the same ids and revision.
   * @throws TypeError or RangeError for what cannot be kept: no event, an id that is no UUID, no JSON object, over 1 MiB.
   */
  abstract append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult>;

  /**
   * Appends to different streams, handed over at once: each is its own all-or-nothing and is answered, or refused, as
   * `append` would, in their order. It costs less than as many calls; it is no transaction over several streams.
   */
  appendEach(appends: readonly Append[]): Promise<readonly PromiseSettledResult<AppendResult>[]> {
    return Promise.allSettled(appends.map(({ stream, expected, events }) => this.append(stream, expected, events)));
  }

  /** As `appendEach`, of events that the store chains itself: away from the thread that decides, where it has another. */
  sealAndAppendEach(appends: readonly UnsealedAppend[]): Promise<readonly PromiseSettledResult<AppendResult>[]> {
    return this.appendEach(appends.map(sealAppend));
  }

  /** Oldest first, from revision `from` (default 0n, inclusive). A stream that does not exist reads as empty. */
  abstract readStream(stream: string, from?: Revision): AsyncIterable<RecordedEvent>;

  /** Oldest first, exclusive of `after`; `null` is from the beginning. `limit` events (1 to 10,000) or up to the head, system events left out. */
  abstract readAll(after: Position | null, limit: number): Promise<readonly RecordedEvent[]>;

  /**
   * Catch-up, then live, exclusive of `after`, until `signal` aborts (then it ends without error). With `categories` (a
   * category is a stream's name up to its first '-') only their events: the rest is left out where the log is kept.
   * @throws EventStoreUnavailable when the log cannot be read or is closed: subscribe again after the last event seen.
   */
  abstract subscribeAll(after: Position | null, signal: AbortSignal, categories?: Categories): AsyncIterable<SubscriptionMessage>;

  /** Position of the last event, or null when the log is empty. */
  abstract head(): Promise<Position | null>;

  abstract close(): Promise<void>;
}
