import type { EventStore, Position, RecordedEvent, Revision } from '../../event-store/event-store.port.js';
import { stopIfAborted } from '../exit-codes.js';
import { isOurs } from '../our-categories.js';
import type { Progress } from '../progress.js';
import { ChainWalk } from './chain-walk.js';
import { pageLog, shareOf } from './page-log.js';

export interface VerifiedLog {
  readonly events: number;
  /** Position of the last of them. */
  readonly head: Position | null;
  /** See ChainWalk. */
  readonly digest: string;
  /** Events of streams that are not this service's; they were passed over. */
  readonly foreign: number;
}

export interface VerifyOptions {
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Default: the head at the start. */
  readonly until?: Position | null;
  /** Sees every event of ours that holds. */
  readonly onEvent?: (event: RecordedEvent) => void;
  /** Whether the log may hold streams of others; without it every event is ours. */
  readonly sharedLog: boolean;
}

/** @throws BrokenLog at the first event, in the order of positions, whose chain does not hold. */
export async function verifyLog(store: EventStore, options: VerifyOptions): Promise<VerifiedLog> {
  const { progress, signal, onEvent, sharedLog } = options;
  const until = options.until === undefined ? await store.head() : options.until;
  const walk = new ChainWalk((stream, revision) => readOne(store, stream, revision));
  let foreign = 0;
  for await (const event of pageLog(store, until)) {
    stopIfAborted(signal);
    if (sharedLog && !isOurs(event.stream)) {
      foreign += 1;
      continue;
    }
    await walk.take(event);
    onEvent?.(event);
    if (walk.events % 100 === 0) progress.at(shareOf(event.position, until ?? 0n), walk.events);
  }
  return { events: walk.events, head: walk.head, digest: walk.digest(), foreign };
}

export async function readOne(store: EventStore, stream: string, revision: Revision): Promise<RecordedEvent | null> {
  for await (const event of store.readStream(stream, revision)) return event.revision === revision ? event : null;
  return null;
}
