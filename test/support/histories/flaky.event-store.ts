import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import {
  EventStore,
  type AppendResult,
  type Categories,
  type ExpectedRevision,
  type NewEvent,
  type Position,
  type RecordedEvent,
  type Revision,
  type SubscriptionMessage,
} from '../../../src/event-store/event-store.port.js';

export type Drop = 'before-write' | 'after-write' | 'read' | 'subscription';
const lost = (): EventStoreUnavailable => new EventStoreUnavailable('the connection was lost');

/** A process's own handle of a log kept in this very process: it loses its connection where it is told to, and dies on `close`. */
export class FlakyEventStore extends EventStore {
  private dead = false;

  /** @param drops are suffered one each by the next call that can. @param end what closing does to the store behind. */
  constructor(
    private readonly store: EventStore,
    private readonly drops: Drop[],
    private readonly end: () => Promise<void>,
  ) {
    super();
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    this.suffer('before-write');
    const answer = await this.store.append(stream, expected, events);
    this.suffer('after-write');
    return answer;
  }

  async *readStream(stream: string, from?: Revision): AsyncGenerator<RecordedEvent> {
    this.suffer('read');
    for await (const event of this.store.readStream(stream, from)) {
      if (this.dead) throw lost();
      yield event;
    }
  }

  async readAll(after: Position | null, limit: number): Promise<readonly RecordedEvent[]> {
    this.suffer('read');
    return this.store.readAll(after, limit);
  }

  async *subscribeAll(after: Position | null, signal: AbortSignal, categories?: Categories): AsyncGenerator<SubscriptionMessage> {
    for await (const message of this.store.subscribeAll(after, signal, categories)) {
      yield message;
      this.suffer('subscription');
    }
  }

  async head(): Promise<Position | null> {
    this.suffer('read');
    return this.store.head();
  }

  async close(): Promise<void> {
    this.dead = true;
    await this.end();
  }

  private suffer(kind: Drop): void {
    const due = this.drops.indexOf(kind);
    if (due >= 0) this.drops.splice(due, 1);
    if (due >= 0 || this.dead) throw lost();
  }
}
