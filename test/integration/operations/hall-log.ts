import { randomUUID } from 'node:crypto';
import { sealChain } from '../../../src/event-store/audit-hash.js';
import type { Append, EventStore, RecordedEvent } from '../../../src/event-store/event-store.port.js';

/** Grows a log as the write side does: chained streams of this service's categories, one after the other in turns. */
export class HallLog {
  private readonly ends = new Map<string, { revision: bigint; hash: string }>();

  constructor(private readonly store: EventStore) {}

  async append(stream: string, count: number, data?: (index: number) => Record<string, unknown>): Promise<void> {
    const { expected, events } = this.next(stream, count, data);
    await this.store.append(stream, expected, events);
  }

  /** `count` events over `streams` requests in turns, one to three at a time, and a department. */
  async grow(count: number, streams: number): Promise<void> {
    const appends = [this.next('department-intake', 1)];
    for (let made = 1, turn = 0; made < count; turn += 1) {
      const size = Math.min(1 + (turn % 3), count - made);
      appends.push(this.next(`serviceRequest-hall.${turn % streams}`, size));
      made += size;
    }
    const refused = (await this.store.appendEach(appends)).filter(({ status }) => status === 'rejected');
    expect(refused).toEqual([]);
  }

  private next(stream: string, count: number, data: (index: number) => Record<string, unknown> = (index) => ({ index })): Append {
    const end = this.ends.get(stream) ?? { revision: -1n, hash: null };
    const facts = Array.from({ length: count }, (_, index) => ({ id: randomUUID(), type: 'Happened', data: data(index), metadata: { principal: 'terminal-7' } }));
    const events = sealChain(stream, end.revision + 1n, end.hash, facts);
    this.ends.set(stream, { revision: end.revision + BigInt(count), hash: String(events.at(-1)?.metadata['hash']) });
    return { stream, expected: end.revision === -1n ? 'no-stream' : end.revision, events };
  }
}

export async function contentsOf(store: EventStore, categories?: readonly string[]): Promise<Omit<RecordedEvent, 'position'>[]> {
  const events: Omit<RecordedEvent, 'position'>[] = [];
  for (let after: bigint | null = null; ;) {
    const page: readonly RecordedEvent[] = await store.readAll(after, 1000);
    for (const { position: _position, ...event } of page)
      if (categories === undefined || categories.some((category) => event.stream.startsWith(`${category}-`))) events.push(event);
    if (page.length < 1000) return events;
    after = page.at(-1)?.position ?? after;
  }
}
