import { BACKWARDS, END, type ResolvedEvent, START } from '@eventstore/db-client';
import { EventStoreUnavailable } from '../errors.js';
import type { Position, RecordedEvent, Revision } from '../event-store.port.js';
import { toInt64 } from '../limits.js';
import { isMissingStream, unavailable } from './classify-failure.js';
import type { Connection } from './connection.js';
import type { EventStoreDbOptions } from './options.js';
import { type Patience, pull } from './pull.js';
import { eventOf, isSystem, positionOf, recordedEvent } from './recorded-event.js';

const STREAM_PAGE = 1000;
/** A read that the server ended early looks like one that is at its end: the end is believed when it is met twice. */
const ENDS_BELIEVED = 2;
const HEAD_LOOKS_MAX = 3;

export class LogReads {
  private lastHead: Position | null = null;

  constructor(
    private readonly connection: Connection,
    private readonly options: Pick<EventStoreDbOptions, 'readSilenceMs'>,
  ) {}

  async *stream(stream: string, from: Revision): AsyncGenerator<RecordedEvent, void, undefined> {
    let next = toInt64(from < 0n ? 0n : from);
    const none = next;
    try {
      for (let ends = 0; ends < ENDS_BELIEVED;) {
        const start = next;
        for await (const event of this.placed(stream, next, STREAM_PAGE)) {
          next = event.revision + 1n;
          yield event;
        }
        const news = next - start;
        ends = news >= STREAM_PAGE ? 0 : news > 0n ? 1 : ends + 1;
      }
    } catch (error) {
      if (isMissingStream(error)) return;
      throw unavailable(`Read of ${stream}`, error);
    }
    // The server says so when there is no such stream.
    if (none === 0n && next === 0n) throw new EventStoreUnavailable(`Read of ${stream}: the server ended it without an event`);
  }

  /** Up to `count` events of a stream in one call; what is delivered twice is given on once. */
  async *placed(stream: string, fromRevision: Revision, count: number): AsyncGenerator<RecordedEvent, void, undefined> {
    const asked = { fromRevision, maxCount: count, requiresLeader: true };
    let next = fromRevision;
    for await (const resolved of pull<ResolvedEvent>(this.connection, this.patience, (client) => client.readStream(stream, asked))) {
      const event = recordedEvent(resolved);
      if (event.revision < next) continue;
      next = event.revision + 1n;
      yield event;
    }
  }

  /** Records after a position, those of the server itself included, up to the end of the log. */
  async *records(after: Position | null, pageMax: number, signal?: AbortSignal): AsyncGenerator<ResolvedEvent, void, undefined> {
    let last = after;
    for (let ends = 0; ends < ENDS_BELIEVED && !signal?.aborted;) {
      const fromPosition = last === null ? START : { commit: last, prepare: last };
      let [seen, news] = [0, 0];
      for await (const resolved of pull<ResolvedEvent>(this.connection, { ...this.patience, signal }, (client) => client.readAll({ fromPosition, maxCount: pageMax }))) {
        seen += 1;
        if (last !== null && positionOf(resolved) <= last) continue;
        news += 1;
        last = positionOf(resolved);
        yield resolved;
      }
      ends = seen >= pageMax ? 0 : news > 0 ? 1 : ends + 1;
    }
  }

  async all(after: Position | null, limit: number): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    const start = after === null || after < 0n ? null : toInt64(after);
    if (start !== null && start !== after) return events;
    try {
      for await (const resolved of this.records(start, Math.max(limit + 1, 32))) {
        if (!isSystem(eventOf(resolved))) events.push(recordedEvent(resolved));
        if (events.length === limit) break;
      }
    } catch (error) {
      throw unavailable('Read of the log', error);
    }
    return events;
  }

  /** Looks from the end back to the last event that is not the server's own, and no further than it knows. */
  async head(): Promise<Position | null> {
    try {
      for (let look = 1; ; look += 1) {
        const last = await this.lastEvent();
        if (last !== null) return last;
        if (await this.isEmpty()) return (this.lastHead = null);
        // An event came in between, or the first read ended early: the next look tells.
        if (look === HEAD_LOOKS_MAX) throw new EventStoreUnavailable('the server ended the read early');
      }
    } catch (error) {
      throw unavailable('Head of the log', error);
    }
  }

  private async lastEvent(): Promise<Position | null> {
    const fromEnd = { direction: BACKWARDS, fromPosition: END, requiresLeader: true } as const;
    let known = this.lastHead;
    let first = true;
    for await (const resolved of pull<ResolvedEvent>(this.connection, this.patience, (client) => client.readAll(fromEnd))) {
      const position = positionOf(resolved);
      // A log that ends before what was known is another log: the server was given an empty one.
      if (first && known !== null && position < known) known = null;
      first = false;
      if (known !== null && position <= known) return known;
      if (!isSystem(eventOf(resolved))) return (this.lastHead = position);
    }
    return null;
  }

  private async isEmpty(): Promise<boolean> {
    return (await this.all(null, 1)).length === 0;
  }

  private get patience(): Patience {
    return { silenceMs: this.options.readSilenceMs };
  }
}
