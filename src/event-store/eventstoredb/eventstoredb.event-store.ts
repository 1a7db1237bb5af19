import { encodeAppend } from '../encode-append.js';
import { EventStoreUnavailable } from '../errors.js';
import { type EventStoreDbAddress, parseEventStoreDbAddress } from '../event-store-address.js';
import {
  type AppendResult,
  type Categories,
  EventStore,
  type ExpectedRevision,
  type NewEvent,
  type Position,
  type RecordedEvent,
  type Revision,
  type SubscriptionMessage,
} from '../event-store.port.js';
import { checkReadLimit } from '../read-limit.js';
import { Appender, checkServerSize } from './appender.js';
import { Connection } from './connection.js';
import { Gate } from './gate.js';
import { LogReads } from './log-reads.js';
import { DEFAULTS, type EventStoreDbOptions } from './options.js';
import { SupervisedSubscription } from './supervised-subscription.js';
import { backoffMs, pause } from './within.js';

/** The log in an EventStoreDB (22.6 or newer), through its gRPC client. */
export class EventStoreDbEventStore extends EventStore {
  private readonly connection: Connection;
  private readonly reads: LogReads;
  private readonly appender: Appender;
  private readonly gate: Gate;
  private readonly closing = new AbortController();
  private closed: Promise<void> | undefined;

  private constructor(
    address: EventStoreDbAddress,
    private readonly options: EventStoreDbOptions,
  ) {
    super();
    this.connection = new Connection(address, options);
    this.reads = new LogReads(this.connection, options);
    this.appender = new Appender(this.connection, this.reads, options);
    this.gate = new Gate(options.appendsAtOnceMax, options.appendsWaitingMax);
  }

  /**
   * @throws EventStoreAddressRefused for a string that is no address; EventStoreUnavailable when nothing answers within
   * `warmUpMs`.
   */
  static async open(address: EventStoreDbAddress | string, options: Partial<EventStoreDbOptions> = {}): Promise<EventStoreDbEventStore> {
    const parsed = typeof address === 'string' ? parseEventStoreDbAddress(address) : address;
    const deadlineMs = parsed.options.defaultDeadline;
    const store = new EventStoreDbEventStore(parsed, { ...DEFAULTS, ...(deadlineMs === undefined ? {} : { appendMs: deadlineMs }), ...options });
    try {
      await store.warmUp();
    } catch (error) {
      await store.close();
      throw error;
    }
    return store;
  }

  override async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    const encoded = encodeAppend(stream, expected, events);
    checkServerSize(encoded);
    this.assertOpen();
    return this.gate.pass(() => this.appender.append(encoded));
  }

  override async *readStream(stream: string, from: Revision = 0n): AsyncGenerator<RecordedEvent, void, undefined> {
    this.assertOpen();
    yield* this.reads.stream(stream, from);
  }

  override async readAll(after: Position | null, limit: number): Promise<readonly RecordedEvent[]> {
    checkReadLimit(limit);
    this.assertOpen();
    return this.reads.all(after, limit);
  }

  override async *subscribeAll(after: Position | null, signal: AbortSignal, categories?: Categories): AsyncGenerator<SubscriptionMessage, void, undefined> {
    this.assertOpen();
    const { connection, reads, options } = this;
    const parts = { connection, reads, options, nowMs: () => performance.now(), chance: Math.random };
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    this.closing.signal.addEventListener('abort', abort, { once: true });
    try {
      yield* new SupervisedSubscription(parts, after, stop.signal, categories).messages();
    } finally {
      signal.removeEventListener('abort', abort);
      this.closing.signal.removeEventListener('abort', abort);
    }
    if (!signal.aborted) this.assertOpen();
  }

  override async head(): Promise<Position | null> {
    this.assertOpen();
    return this.reads.head();
  }

  /** Finishes the appends that were accepted; each has its deadline. */
  override close(): Promise<void> {
    return (this.closed ??= this.shutDown());
  }

  private async shutDown(): Promise<void> {
    this.closing.abort();
    await this.gate.emptied();
    await this.connection.close();
  }

  /** The first call opens the connection, and tells of a wrong address or password before anything depends on it. */
  private async warmUp(): Promise<void> {
    const { warmUpMs, backoffFirstMs, backoffMsMax } = this.options;
    if (warmUpMs === 0) return;
    const endMs = performance.now() + warmUpMs;
    for (let failures = 0; ; failures += 1) {
      try {
        await this.reads.head();
        return;
      } catch (error) {
        const waitMs = backoffMs(failures, backoffFirstMs, backoffMsMax, Math.random());
        if (performance.now() + waitMs >= endMs) throw error;
        await pause(waitMs);
      }
    }
  }

  private assertOpen(): void {
    if (this.closing.signal.aborted) throw new EventStoreUnavailable('The event store is closed');
  }
}
