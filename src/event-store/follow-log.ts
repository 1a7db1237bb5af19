import type { Position, SubscriptionMessage } from './event-store.port.js';
import { PAGE_EVENTS } from './limits.js';
import type { LogChanges } from './log-changes.js';
import { decodeEvent, type StoredEvent } from './stored-event.js';

/** `end`: nothing followed the last event of the page when it was read. */
export interface LogPage {
  readonly events: readonly StoredEvent[];
  readonly end: boolean;
  /** How far the log was looked through, where some of it was left out. */
  readonly scannedTo?: Position | null;
}
export interface FollowedLog {
  readonly changes: LogChanges;
  readPage(after: Position | null, limit: number): Promise<LogPage>;
}

/** Pulls one page at a time, so that a slow consumer of a long log holds one page and no more. */
export async function* followLog(
  log: FollowedLog,
  after: Position | null,
  signal: AbortSignal,
): AsyncGenerator<SubscriptionMessage, void, undefined> {
  let last = after;
  let drained = false;
  while (!signal.aborted) {
    const seen = log.changes.version;
    const page = await readUnlessAborted(log, last, signal);
    if (!page) return;
    for (const stored of page.events) {
      if (signal.aborted) return;
      last = stored.position;
      drained = false;
      yield { kind: 'event', event: decodeEvent(stored) };
    }
    if (page.scannedTo != null && (last === null || page.scannedTo > last)) last = page.scannedTo;
    if (!page.end) continue;
    if (!drained && !signal.aborted) yield { kind: 'caught-up' };
    drained = true;
    await log.changes.after(seen, signal);
  }
}

/** Whoever aborts may close the store next: a read that was under way then ends the subscription without an error. */
async function readUnlessAborted(log: FollowedLog, last: Position | null, signal: AbortSignal): Promise<LogPage | null> {
  try {
    return await log.readPage(last, PAGE_EVENTS);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}
