import { categoryOf, type EventStore, type Position } from '../../event-store/event-store.port.js';
import { isOurs } from '../../operations/our-categories.js';
import type { HeadsArchive } from './heads-archive.js';

const PAGE_EVENTS = 1_000;
/** One look goes no further; the next one goes on. */
const PAGES_MAX = 20;

/**
 * Whether something came after the last head that is worth another one. Leases are not: the timer that signs writes
 * them itself, and would have work for ever.
 */
export class HeadNeed {
  private scanned: Position | null = null;

  constructor(
    private readonly store: Pick<EventStore, 'readAll'>,
    private readonly archive: Pick<HeadsArchive, 'latest'>,
  ) {}

  /** @throws EventStoreUnavailable, ProofRefused */
  async look(): Promise<boolean> {
    const last = await this.archive.latest();
    let after = later(this.scanned, last === null ? null : BigInt(last.position));
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const events = await this.store.readAll(after, PAGE_EVENTS);
      const found = events.some(({ stream }) => isOurs(stream) && categoryOf(stream) !== 'lease');
      if (found) return true;
      this.scanned = after = events.at(-1)?.position ?? after;
      if (events.length < PAGE_EVENTS) return false;
    }
    return false;
  }
}

const later = (a: Position | null, b: Position | null): Position | null => (a === null ? b : b === null || a > b ? a : b);
