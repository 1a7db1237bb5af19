import { encodeAppend } from '../encode-append.js';
import { EventStoreUnavailable } from '../errors.js';
import {
  type Append,
  type AppendResult,
  EventStore,
  type ExpectedRevision,
  type NewEvent,
  type Categories,
  type Position,
  type RecordedEvent,
  type Revision,
  type SubscriptionMessage,
} from '../event-store.port.js';
import { followLog, type LogPage } from '../follow-log.js';
import { LogChanges } from '../log-changes.js';
import { checkReadLimit } from '../read-limit.js';
import type { UnsealedAppend } from '../sealing.js';
import { decodeEvent } from '../stored-event.js';
import { handed, type HandedAppend, handedUnsealed } from './append-call.js';
import { type AppendLimits, AppendQueue, type AppendStats } from './append-queue.js';
import { ForeignAppends } from './foreign-appends.js';
import { LogReader } from './log-reader.js';
import { OwnAppends } from './own-appends.js';
import { packGroup, unpackOutcome } from './packing.js';
import type { AppendGroup, AppendGroupOutcome, AppendWorkerSetup, PackedGroup, PackedOutcome, ReadAnswer, ReadRequest, ReadWorkerSetup } from './protocol.js';
import { logSchema } from './schema.js';
import { WorkerLink } from './worker-link.js';

export interface SqliteOptions extends AppendLimits {
  /** How long a write waits for another process that holds the file. */
  readonly busyTimeoutMs: number;
  /** How often a waiting subscription looks for what another process appended. */
  readonly lookEveryMs: number;
  readonly pendingReadsMax: number;
}
const DEFAULTS: SqliteOptions = {
  pendingMax: 10_000,
  pendingBytesMax: 64 * 1024 * 1024,
  groupMax: 1000,
  groupBytesMax: 4 * 1024 * 1024,
  busyTimeoutMs: 10_000,
  lookEveryMs: 150,
  pendingReadsMax: 10_000,
};
const PAGE_CHARACTERS_MAX = 4 * 1024 * 1024;

/** The log in one SQLite file: WAL, fsynced before the answer, appends that come together share one transaction. */
export class SqliteEventStore extends EventStore {
  private readonly writer: WorkerLink<PackedGroup, PackedOutcome>;
  private readonly readerLink: WorkerLink<ReadRequest, ReadAnswer>;
  private readonly queue: AppendQueue;
  private readonly reader: LogReader;
  private readonly changes = new LogChanges();
  private readonly own = new OwnAppends();
  private readonly foreign: ForeignAppends;
  private closing: Promise<void> | undefined;

  private constructor(file: string, options: SqliteOptions) {
    super();
    const { busyTimeoutMs } = options;
    const writing: AppendWorkerSetup = { file, busyTimeoutMs, schema: logSchema };
    const reading: ReadWorkerSetup = { file, busyTimeoutMs, pageCharactersMax: PAGE_CHARACTERS_MAX };
    this.writer = new WorkerLink(new URL('./append.worker.js', import.meta.url), writing);
    this.readerLink = new WorkerLink(new URL('./read.worker.js', import.meta.url), reading);
    this.queue = new AppendQueue((group) => this.commit(group), options);
    this.reader = new LogReader(this.readerLink, options.pendingReadsMax);
    this.foreign = new ForeignAppends(() => this.reader.head(), this.changes, options.lookEveryMs);
  }

  /**
   * Creates the file, and its folder, when absent. Several processes may have it open.
   * @throws LogFileRefused for another application's file or a newer schema; EventStoreUnavailable when it cannot be opened.
   */
  static async open(file: string, options: Partial<SqliteOptions> = {}): Promise<SqliteEventStore> {
    if (file === '' || file.startsWith(':')) throw new TypeError('The log needs a file: its reader and its writer are two connections');
    const store = new SqliteEventStore(file, { ...DEFAULTS, ...options });
    await store.writer.start();
    await store.readerLink.start();
    return store;
  }

  override async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    const append = handed(encodeAppend(stream, expected, events));
    this.assertOpen();
    return this.queue.push(append);
  }

  override async appendEach(appends: readonly Append[]): Promise<readonly PromiseSettledResult<AppendResult>[]> {
    return this.pushEach(appends, ({ stream, expected, events }) => handed(encodeAppend(stream, expected, events)));
  }

  override async sealAndAppendEach(appends: readonly UnsealedAppend[]): Promise<readonly PromiseSettledResult<AppendResult>[]> {
    return this.pushEach(appends, handedUnsealed);
  }

  override async *readStream(stream: string, from: Revision = 0n): AsyncGenerator<RecordedEvent, void, undefined> {
    this.assertOpen();
    for await (const stored of this.reader.stream(stream, from)) yield decodeEvent(stored);
  }

  override async readAll(after: Position | null, limit: number): Promise<readonly RecordedEvent[]> {
    checkReadLimit(limit);
    const events: RecordedEvent[] = [];
    for (let last = after, end = false; !end && events.length < limit;) {
      const page = await this.page(last, limit - events.length);
      events.push(...page.events.map(decodeEvent));
      last = page.events.at(-1)?.position ?? last;
      end = page.end;
    }
    return events;
  }

  override async *subscribeAll(after: Position | null, signal: AbortSignal, categories?: Categories): AsyncGenerator<SubscriptionMessage, void, undefined> {
    const readPage = this.pageReader(categories);
    this.foreign.follow();
    try {
      yield* followLog({ changes: this.changes, readPage }, after, signal);
    } finally {
      this.foreign.unfollow();
    }
  }

  override async head(): Promise<Position | null> {
    this.assertOpen();
    return this.reader.head();
  }

  /** Finishes what was accepted. The writer goes last: the last connection folds the WAL into the file. */
  override close(): Promise<void> {
    return (this.closing ??= this.shutDown());
  }

  stats(): AppendStats {
    return this.queue.stats;
  }

  private async shutDown(): Promise<void> {
    await this.queue.drain();
    await this.readerLink.close();
    await this.writer.close();
    this.changes.raise();
  }

  private async pushEach<T>(appends: readonly T[], hand: (append: T) => HandedAppend): Promise<readonly PromiseSettledResult<AppendResult>[]> {
    this.assertOpen();
    const fit: HandedAppend[] = [];
    const unfit = new Map<number, PromiseRejectedResult>();
    appends.forEach((append, index) => {
      try {
        fit.push(hand(append));
      } catch (reason) {
        unfit.set(index, { status: 'rejected', reason });
      }
    });
    const count = appends.length; // The appends themselves are not needed while these wait.
    const results = await this.queue.pushEach(fit);
    if (unfit.size === 0) return results;
    const inOrder = results.values();
    return Array.from({ length: count }, (_, index) => unfit.get(index) ?? nextOf(inOrder));
  }

  private async commit(group: AppendGroup): Promise<AppendGroupOutcome> {
    const streams = group.map(({ stream }) => stream);
    const [outcome] = await Promise.all(this.writer.send([packGroup(group)]));
    if (outcome?.written) this.own.note(...outcome.written, streams);
    this.changes.raise();
    return outcome === undefined ? [] : unpackOutcome(outcome);
  }

  /** Leaves out to read what this process has just written itself and of which nothing is asked for. */
  private pageReader(categories: Categories | undefined): (last: Position | null, limit: number) => Promise<LogPage> {
    let readUpToVersion = -1;
    return async (last, limit) => {
      this.assertOpen();
      const { version } = this.foreign;
      const passed = categories === undefined || last === null ? null : this.own.passed(last, categories);
      if (passed !== null && passed === this.own.upTo && readUpToVersion === version) return { events: [], end: true, scannedTo: passed };
      const page = await this.page(last, limit, categories);
      if (page.end) readUpToVersion = version;
      return page;
    };
  }

  private async page(after: Position | null, limit: number, categories?: Categories): Promise<LogPage> {
    this.assertOpen();
    return this.reader.page(after, limit, categories);
  }

  private assertOpen(): void {
    if (this.closing) throw new EventStoreUnavailable('The event store is closed');
  }
}

function nextOf<T>(values: Iterator<T>): T {
  const next = values.next();
  if (next.done === true) throw new Error('An append was left without an answer');
  return next.value;
}
