import { randomUUID } from 'node:crypto';

/** An event as bytes, as whoever writes may have put it there. */
export interface RawEvent {
  readonly id?: string;
  readonly type: string;
  readonly data: Buffer | string;
  readonly metadata?: Buffer | string;
  /** Default `application/json`. */
  readonly contentType?: string;
}
export interface StoredEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly type: string;
  readonly contentType: string;
  /** Other bytes are a tampering; the ones that are there do not change. */
  data: Buffer;
  readonly metadata: Buffer;
}
/** Events that are made when they are asked for: a million of them take no memory. They are found by $all only. */
export interface Backlog {
  readonly count: number;
  make(index: number): RawEvent & { readonly stream: string; readonly revision: bigint };
}
export interface LogOptions {
  /** Position of the first event; may pass 2^53. */
  readonly firstPosition?: bigint;
  readonly backlog?: Backlog;
}

/** Positions are places in a file: they grow, and are not dense. */
const STEP = 137n;
const SYSTEM_EVENT_EVERY = 50;
const SYSTEM: readonly (readonly [string, RawEvent])[] = [
  ['$$$stats-127.0.0.1:2113', { type: '$metadata', data: '{"$maxAge":86400}' }],
  ['$users', { type: '$User', data: '"$admin"' }],
  ['$stats-127.0.0.1:2113', { type: '$statsCollected', data: '{}' }],
];
const bytes = (value: Buffer | string | undefined): Buffer => (typeof value === 'string' ? Buffer.from(value) : (value ?? Buffer.alloc(0)));

/** What the server keeps on its disk: it outlives every stop. Some of its events are the server's own. */
export class ServerLog {
  private readonly first: bigint;
  private readonly backlog: Backlog;
  private readonly events: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private readonly waiting = new Set<() => void>();

  constructor({
    firstPosition = 1_337n,
    backlog = { count: 0, make: () => ({ type: '', data: '', stream: '', revision: 0n }) },
  }: LogOptions = {}) {
    this.first = firstPosition;
    this.backlog = backlog;
    for (const [stream, event] of SYSTEM) this.put(stream, event);
  }

  get length(): number {
    return this.backlog.count + this.events.length;
  }

  at(index: number): StoredEvent {
    const kept = this.events[index - this.backlog.count];
    if (kept) return kept;
    const { stream, revision, ...event } = this.backlog.make(index);
    return this.stored(stream, revision, index, event);
  }

  /** Index of the first event at or after the position. */
  indexFrom(position: bigint): number {
    if (position <= this.first) return 0;
    const index = (position - this.first + STEP - 1n) / STEP;
    return index > BigInt(this.length) ? this.length : Number(index);
  }

  stream(name: string): readonly StoredEvent[] {
    return this.streams.get(name) ?? [];
  }

  /** Adds one event as whoever writes may; every now and then the server adds one of its own. */
  append(stream: string, event: RawEvent): StoredEvent {
    const stored = this.put(stream, event);
    if (this.events.length % SYSTEM_EVENT_EVERY === 0) this.put('$stats-127.0.0.1:2113', { type: '$statsCollected', data: '{}' });
    for (const wake of this.waiting) wake();
    return stored;
  }

  /** Resolves at the next event, or when the signal aborts. */
  changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.add(done);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  }

  private put(stream: string, event: RawEvent): StoredEvent {
    const kept = this.streams.get(stream) ?? [];
    this.streams.set(stream, kept);
    const stored = this.stored(stream, BigInt(kept.length), this.length, event);
    kept.push(stored);
    this.events.push(stored);
    return stored;
  }

  private stored(stream: string, revision: bigint, index: number, event: RawEvent): StoredEvent {
    return {
      id: event.id ?? randomUUID(),
      stream,
      revision,
      position: this.first + BigInt(index) * STEP,
      type: event.type,
      contentType: event.contentType ?? 'application/json',
      data: bytes(event.data),
      metadata: bytes(event.metadata),
    };
  }
}
