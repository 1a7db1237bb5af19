import type { RecordedEvent } from '../../event-store/event-store.port.js';
import type { SideEffect } from '../../projection-host/side-effects.js';

/** What a listener that does not fetch may have waiting: above it, it is told so and let go. */
const WAITING_MAX = 1_000;
/** Listeners of one process; a connection has a limit of its own. */
const LISTENERS_MAX = 5_000;

/** The listener fetches too slowly: what it missed is in the log, and the list queries have it. */
export class ListenerTooSlow extends Error {
  override readonly name = 'ListenerTooSlow';
  readonly extensions = { code: 'SUBSCRIBER_TOO_SLOW', retryable: true, messageZh: '订阅方接收过慢，订阅已结束；遗漏的内容可通过查询获取，请重新订阅。' };
  constructor() {
    super('This subscriber takes what is sent too slowly, so it was let go: subscribe again, and ask the lists for what was missed.');
  }
}

export class TooManyListeners extends Error {
  override readonly name = 'TooManyListeners';
  readonly statusCode = 503;
  readonly extensions = { code: 'TOO_MANY_SUBSCRIPTIONS', retryable: true, messageZh: '订阅数已达上限，请稍后重试。' };
  constructor() {
    super('Too many subscriptions are open on this replica: try again later, or another replica.');
  }
}

export type Live<T> = AsyncIterableIterator<T, undefined>;
export interface ListenOptions {
  /** Only the latest is kept for a listener, and given to it no more often than this. */
  readonly latestEveryMs?: number;
}
/** What a listener gets of an event; null: nothing. */
export type Pick<T> = (event: RecordedEvent) => T | null | Promise<T | null>;

/**
 * Tells whoever listens what has come into the figures. It is a side effect of the model that serves: so nothing is told of
 * what a rebuild goes through, nothing before its facts are committed, and what another replica recorded is told here too.
 */
export class LiveEvents {
  private readonly listeners = new Set<Listener<unknown>>();

  readonly effect: SideEffect = {
    name: 'tell-subscribers',
    run: async (event) => {
      for (const listener of this.listeners) await listener.offer(event);
    },
  };

  get size(): number {
    return this.listeners.size;
  }

  /** Listening begins with this call. @throws TooManyListeners. */
  listen<T>(pick: Pick<T>, options: ListenOptions = {}): Live<T> {
    if (this.listeners.size >= LISTENERS_MAX) throw new TooManyListeners();
    const listener: Listener<T> = new Listener(pick, options, () => this.listeners.delete(listener as Listener<unknown>));
    this.listeners.add(listener as Listener<unknown>);
    return listener;
  }

  /** Ends every listener, as when nothing more can come. */
  close(): void {
    for (const listener of [...this.listeners]) void listener.return();
  }
}

class Listener<T> implements Live<T> {
  private waiting: T[] = [];
  private wanted: { readonly resolve: (result: IteratorResult<T, undefined>) => void; readonly reject: (error: unknown) => void } | null = null;
  private ended = false;
  private failure: Error | null = null;
  private pausing: NodeJS.Timeout | null = null;

  constructor(
    private readonly pick: Pick<T>,
    private readonly options: ListenOptions,
    private readonly leave: () => void,
  ) {}

  async offer(event: RecordedEvent): Promise<void> {
    const picked = this.ended ? null : await this.pick(event);
    if (picked === null || this.ended) return;
    if (this.options.latestEveryMs !== undefined) this.waiting = [picked];
    else if (this.waiting.push(picked) > WAITING_MAX) return this.fail(new ListenerTooSlow());
    this.give();
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const asked = Promise.withResolvers<IteratorResult<T, undefined>>();
    this.wanted = asked;
    this.give();
    return asked.promise;
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.end();
    this.give();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private give(): void {
    const { wanted } = this;
    if (wanted === null) return;
    if (this.failure !== null || this.ended) {
      this.wanted = null;
      if (this.failure === null) return wanted.resolve({ done: true, value: undefined });
      const { failure } = this;
      this.failure = null;
      return wanted.reject(failure);
    }
    if (this.waiting.length === 0 || this.pausing !== null) return;
    this.wanted = null;
    wanted.resolve({ done: false, value: this.waiting.shift()! });
    const { latestEveryMs } = this.options;
    if (latestEveryMs !== undefined) this.pausing = setTimeout(() => { this.pausing = null; this.give(); }, latestEveryMs).unref();
  }

  private fail(failure: Error): void {
    this.failure = failure;
    this.end();
    this.give();
  }

  private end(): void {
    this.ended = true;
    this.waiting = [];
    if (this.pausing !== null) clearTimeout(this.pausing);
    this.leave();
  }
}
