import { type EncodedAppend, encodeAppend } from '../encode-append.js';
import { EventStoreUnavailable, RevisionConflict } from '../errors.js';
import {
  type AppendResult,
  type Categories,
  categoryOf,
  EventStore,
  type ExpectedRevision,
  type NewEvent,
  type Position,
  type RecordedEvent,
  type Revision,
  type SubscriptionMessage,
} from '../event-store.port.js';
import { checkReadLimit } from '../read-limit.js';
import { followLog, type LogPage } from '../follow-log.js';
import { LogChanges } from '../log-changes.js';
import { decodeEvent, type StoredEvent } from '../stored-event.js';

/** The twin for tests and trials: the same answers as a durable store, gone with the process. */
export class InMemoryEventStore extends EventStore {
  private readonly log: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private readonly ids = new Set<string>();
  private readonly changes = new LogChanges();
  private closed = false;

  constructor(private readonly firstPosition: Position = 1n) {
    super();
  }

  override async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    const append = encodeAppend(stream, expected, events);
    this.assertOpen();
    const past = this.streams.get(stream) ?? [];
    const actual = past.at(-1)?.revision ?? 'no-stream';
    if (actual !== expected) return answerAgain(append, past, actual);
    if (append.events.some(({ id }) => this.ids.has(id))) throw new RevisionConflict(stream, expected, actual);
    return this.record(append, past);
  }

  override async *readStream(stream: string, from: Revision = 0n): AsyncGenerator<RecordedEvent, void, undefined> {
    this.assertOpen();
    const end = this.streams.get(stream)?.length ?? 0;
    for (let index = indexOf(from, end); index < end; index += 1) {
      const stored = this.streams.get(stream)?.[index];
      if (stored) yield decodeEvent(stored);
    }
  }

  override async readAll(after: Position | null, limit: number): Promise<readonly RecordedEvent[]> {
    checkReadLimit(limit);
    return this.page(after, limit).events.map(decodeEvent);
  }

  override subscribeAll(after: Position | null, signal: AbortSignal, categories?: Categories): AsyncIterable<SubscriptionMessage> {
    const readPage = async (last: Position | null, limit: number): Promise<LogPage> => {
      const page = this.page(last, limit);
      if (categories === undefined) return page;
      const scannedTo = page.events.at(-1)?.position ?? null;
      return { ...page, events: page.events.filter(({ stream }) => categories.includes(categoryOf(stream))), scannedTo };
    };
    return followLog({ changes: this.changes, readPage }, after, signal);
  }

  override async head(): Promise<Position | null> {
    this.assertOpen();
    return this.log.at(-1)?.position ?? null;
  }

  override async close(): Promise<void> {
    this.closed = true;
    this.changes.raise();
  }

  private record({ stream, events }: EncodedAppend, past: StoredEvent[]): AppendResult {
    for (const event of events) {
      const stored = { ...event, stream, revision: BigInt(past.length), position: this.firstPosition + BigInt(this.log.length) };
      past.push(stored);
      this.log.push(stored);
      this.ids.add(event.id);
    }
    this.streams.set(stream, past);
    this.changes.raise();
    return resultOf(past.slice(-events.length));
  }

  private page(after: Position | null, limit: number): LogPage {
    this.assertOpen();
    const start = indexOf(after === null ? 0n : after - this.firstPosition + 1n, this.log.length);
    const events = this.log.slice(start, start + limit);
    return { events, end: start + events.length === this.log.length };
  }

  private assertOpen(): void {
    if (this.closed) throw new EventStoreUnavailable('The event store is closed');
  }
}

/** The first answer when every id already stands at its place. */
function answerAgain({ stream, expected, events }: EncodedAppend, past: readonly StoredEvent[], actual: ExpectedRevision): AppendResult {
  const first = expected === 'no-stream' ? 0 : indexOf(expected + 1n, past.length);
  const there = past.slice(first, first + events.length);
  const same = there.length === events.length && events.every(({ id }, index) => there[index]?.id === id);
  if (!same) throw new RevisionConflict(stream, expected, actual);
  return resultOf(there);
}

function resultOf(stored: readonly StoredEvent[]): AppendResult {
  const last = stored.at(-1);
  if (!last) throw new Error('An append of nothing has no result');
  return { revision: last.revision, position: last.position, positions: stored.map(({ position }) => position) };
}

/** An index within 0..length, also for a number no array could hold. */
const indexOf = (index: bigint, length: number): number => (index < 0n ? 0 : index > BigInt(length) ? length : Number(index));
