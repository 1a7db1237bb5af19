import type { EventStore, RecordedEvent, Revision } from '../../event-store/event-store.port.js';
import { toMs } from '../../kernel/instant.js';
import { lease, type LeaseState } from '../domain/lease.js';
import { decodeLeaseEvent, leaseStream } from '../domain/lease-events.js';

/** Where a lease stands as far as this process has seen, and when it saw it, by its own clock that only runs forward. */
export interface LeaseSeen {
  readonly state: LeaseState;
  /** Of the last event seen; null before the first. */
  readonly revision: Revision | null;
  readonly hash: string | null;
  readonly seenAtMs: number;
  /** When the latest token was first seen; null when it was there already at the first look. */
  readonly tokenSeenAtMs: number | null;
  /** Wall clock of whoever wrote the last event; a hint for schedules, no more. */
  readonly recordedAtMs: number | null;
}

/** Reads a lease's stream as far as it goes. A long one is not read from its beginning: its last event says everything. */
export class LeaseWatch {
  readonly stream: string;
  private seen: LeaseSeen | null = null;

  constructor(
    private readonly store: EventStore,
    name: string,
    private readonly monotonicMs: () => number,
  ) {
    this.stream = leaseStream(name);
  }

  /** @throws EventStoreUnavailable, or TypeError for an event this version cannot read. */
  async look(): Promise<LeaseSeen> {
    const isFirst = this.seen === null;
    const news = this.seen === null ? await this.last() : await this.after(this.seen.revision);
    // After the read: whatever it brought was written no later.
    const nowMs = this.monotonicMs();
    const before = this.seen ?? { state: lease.initialState, revision: null, hash: null, seenAtMs: nowMs, tokenSeenAtMs: null, recordedAtMs: null };
    // Another look, begun later, may have seen more by now.
    const newer = news.filter(({ revision }) => before.revision === null || revision > before.revision);
    this.seen = newer.reduce<LeaseSeen>((seen, event) => taken(seen, event, nowMs, isFirst), before);
    return this.seen;
  }

  private async after(revision: Revision | null): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const event of this.store.readStream(this.stream, revision === null ? 0n : revision + 1n)) events.push(event);
    return events;
  }

  /** Gallops to beyond the end, then halves: some forty short reads for the longest stream there can be. */
  private async last(): Promise<RecordedEvent[]> {
    let found = await this.at(0n);
    if (found === null) return [];
    let beyond = 1n;
    for (let next = await this.at(beyond); next !== null; next = await this.at(beyond)) {
      found = next;
      beyond *= 2n;
    }
    while (beyond - found.revision > 1n) {
      const middle = (found.revision + beyond) / 2n;
      const event = await this.at(middle);
      if (event === null) beyond = middle;
      else found = event;
    }
    return [found];
  }

  private async at(revision: Revision): Promise<RecordedEvent | null> {
    for await (const event of this.store.readStream(this.stream, revision)) return event;
    return null;
  }
}

function taken(seen: LeaseSeen, { revision, type, data, metadata }: RecordedEvent, nowMs: number, isFirst: boolean): LeaseSeen {
  const state = lease.evolve(seen.state, decodeLeaseEvent(type, data));
  const { hash, recordedAt } = metadata;
  return {
    state, revision, seenAtMs: nowMs,
    hash: typeof hash === 'string' ? hash : null,
    tokenSeenAtMs: state.token === seen.state.token ? seen.tokenSeenAtMs : isFirst ? null : nowMs,
    recordedAtMs: typeof recordedAt === 'string' ? toMs(recordedAt) : null,
  };
}
