import { EventStoreUnavailable, RevisionConflict } from './errors.js';
import type { AppendResult, EventStore, ExpectedRevision, NewEvent } from './event-store.port.js';

/** One decision: what to append at the revision it was taken at, and what to answer once that is durable. */
export interface Attempt<Result> {
  readonly expected: ExpectedRevision;
  /** None: nothing is appended, and `settle` gets null. */
  readonly events: readonly NewEvent[];
  readonly settle: (appended: AppendResult | null) => Result;
}

const ATTEMPTS_MAX = 20;
const APPENDS_MAX = 4;
const CONFLICT_PAUSE_MS_MAX = 50;
const OUTAGE_PAUSE_MS = 25;

/**
 * Reads, decides and appends at the revision read; decides again when another writer was faster.
 * @param decide gets the number of the attempt, from 0; from 1 on it must read the stream anew.
 * @throws EventStoreUnavailable when the store stays away, or the stream stays contended: nothing is lost by a retry.
 */
export async function transact<Result>(
  store: Pick<EventStore, 'append'>,
  stream: string,
  decide: (attempt: number) => Attempt<Result> | Promise<Attempt<Result>>,
): Promise<Result> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const decided = decide(attempt);
    // Waiting for what is there already would put it off behind all that waits, and its data out of the caches.
    const { expected, events, settle } = 'settle' in decided ? decided : await decided;
    const appended = events.length === 0 ? null : await appendPatiently(store, stream, expected, events);
    if (appended !== 'conflict') return settle(appended);
    // Two writers that lost to each other must not meet again at the same moment.
    await pause(Math.random() * Math.min(CONFLICT_PAUSE_MS_MAX, 2 ** attempt));
  }
  throw new EventStoreUnavailable(`${stream}: other writers were faster ${ATTEMPTS_MAX} times`);
}

/** After an unknown outcome the same ids at the same revision are safe to send again. */
async function appendPatiently(
  store: Pick<EventStore, 'append'>,
  stream: string,
  expected: ExpectedRevision,
  events: readonly NewEvent[],
): Promise<AppendResult | 'conflict'> {
  for (let append = 1; ; append += 1) {
    try {
      return await store.append(stream, expected, events);
    } catch (error) {
      if (error instanceof RevisionConflict) return 'conflict';
      if (!(error instanceof EventStoreUnavailable) || append === APPENDS_MAX) throw error;
      await pause(OUTAGE_PAUSE_MS * 4 ** (append - 1));
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
