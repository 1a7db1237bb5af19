import { EventStoreUnavailable } from '../../event-store/errors.js';
import type { EventStore, Position, RecordedEvent } from '../../event-store/event-store.port.js';

/** Small enough that a page of the largest events there may be still fits the memory. */
const PAGE_EVENTS = 250;
const READS_MAX = 6;
const PAUSE_MS = 100;

/**
 * Every event of the log up to and including `until`, in the order of positions; the next page is fetched while this one
 * is worked on. A read that fails is asked again a few times: a server may just have changed its leader.
 * @throws EventStoreUnavailable when the log stays away.
 */
export async function* pageLog(store: EventStore, until: Position | null, after: Position | null = null): AsyncGenerator<RecordedEvent, void, undefined> {
  if (until === null) return;
  let page = await readPatiently(store, after);
  while (page.length > 0) {
    const last = page.at(-1)?.position ?? until;
    const next = page.length < PAGE_EVENTS || last >= until ? Promise.resolve([]) : readPatiently(store, last);
    next.catch(() => undefined); // Met below, also when this page's reader takes its time.
    for (const event of page) {
      if (event.position > until) return;
      yield event;
    }
    page = await next;
  }
}

async function readPatiently(store: EventStore, after: Position | null): Promise<readonly RecordedEvent[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await store.readAll(after, PAGE_EVENTS);
    } catch (error) {
      if (!(error instanceof EventStoreUnavailable) || attempt === READS_MAX) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * 2 ** attempt));
    }
  }
}

/** How far `position` is on the way to `end`, 0 to 1; positions need not be dense, so this is a share of the way only. */
export const shareOf = (position: Position, end: Position): number => (end <= 0n ? 1 : Number((position * 10_000n) / end) / 10_000);
