import type { EventStore, Position, RecordedEvent, SubscriptionMessage } from '../event-store/event-store.port.js';
import { type BatchProjection, ProjectionStopped } from './batch-projection.js';
import { Progress, type ProgressOptions } from './progress.js';
import type { ProjectionStatus } from './projection-health.js';

export interface HostOptions extends ProgressOptions {
  readonly batchEventsMax: number;
  readonly retryMs: number;
  readonly onError: (error: unknown) => void;
  /** After each commit: how far, and whether the log was drained. */
  readonly onProgress?: (position: Position | null, caughtUp: boolean) => void;
}

/** Follows the log from the projection's own checkpoint; after a fault it starts again from the last commit. */
export class ProjectionHost {
  private readonly progress: Progress;
  /** Of the last event taken, committed or not. */
  private last: Position | null = null;
  private applied = 0;
  /** What is applied may be committed: false from a fault to the next start. */
  private sound = false;
  private handling: Promise<void> | null = null;
  private visit: Promise<unknown> | null = null;
  private waiting: (() => void)[] = [];
  private running: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();

  constructor(
    private readonly store: EventStore,
    private readonly projection: BatchProjection,
    private readonly options: HostOptions,
  ) {
    this.progress = new Progress(options);
  }

  start(): void {
    this.running = this.supervise();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.visit?.catch(() => undefined);
  }

  /** Resolves when everything in the log at this call is committed here. */
  async caughtUp(): Promise<void> {
    const head = await this.store.head();
    while (!this.stopping.signal.aborted && !this.progress.reached(head)) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  status(): ProjectionStatus {
    return this.progress.status(this.projection.parkedRequests?.() ?? 0);
  }

  /** For health: looks at the log's head, so that a frozen projection cannot look fresh. */
  async refreshHead(): Promise<void> {
    this.progress.seeHead(await this.store.head());
  }

  /** Runs `work` between two events, after a commit of everything before; when it fails, the projection starts again from there. */
  async between<T>(work: () => Promise<T>): Promise<T> {
    const earlier = this.visit;
    const visit = (async () => {
      await earlier?.catch(() => undefined);
      await this.handling?.catch(() => undefined);
      try {
        if (!this.sound) await this.restart();
        else if (this.applied > 0) await this.commit(false);
        return await work();
      } catch (error) {
        this.sound = false;
        throw error;
      }
    })();
    this.visit = visit;
    try {
      return await visit;
    } finally {
      if (this.visit === visit) this.visit = null;
    }
  }

  private async supervise(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.follow();
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        if (this.progress.failed(error)) this.options.onError(error);
        await pause(this.options.retryMs, this.stopping.signal);
      }
    }
  }

  private async follow(): Promise<void> {
    await this.visit?.catch(() => undefined);
    await this.guarded(() => this.restart());
    for await (const message of this.store.subscribeAll(this.last, this.stopping.signal)) {
      while (this.visit !== null) await this.visit.catch(() => undefined);
      if (!this.sound) throw new Error('What was done between two events failed: following again from the last commit');
      const working = this.guarded(() => this.handle(message));
      if (working !== undefined) await working;
    }
  }

  /** Whoever visits waits for what is under way, and finds out whether it went well. */
  private guarded(work: () => void | Promise<void>): void | Promise<void> {
    const broken = (error: unknown): never => {
      this.sound = false;
      throw error;
    };
    try {
      const working = work();
      if (working === undefined) return undefined;
      return (this.handling = working.catch(broken).finally(() => { this.handling = null; }));
    } catch (error) {
      return broken(error);
    }
  }

  private async restart(): Promise<void> {
    this.last = this.progress.position = await this.projection.restart();
    this.applied = 0;
    this.sound = true;
  }

  private handle(message: SubscriptionMessage): void | Promise<void> {
    if (message.kind === 'caught-up') return this.commit(true);
    const { event } = message;
    if (this.last !== null && event.position <= this.last) return undefined; // Delivered twice.
    try {
      const applying = this.projection.apply(event);
      if (applying === undefined) return this.took(event);
      // What takes long one by one is progress, though a batch of it takes longer than a stall.
      return applying.then(() => { this.progress.moved(); return this.took(event); }, (error: unknown) => this.refused(error));
    } catch (error) {
      return this.refused(error);
    }
  }

  private took(event: RecordedEvent): void | Promise<void> {
    this.last = event.position;
    this.applied += 1;
    return this.applied >= this.options.batchEventsMax ? this.commit(false) : undefined;
  }

  private async refused(error: unknown): Promise<never> {
    if (error instanceof ProjectionStopped && this.applied > 0) await this.commit(false);
    throw error;
  }

  private async commit(caughtUp: boolean): Promise<void> {
    const { last } = this;
    if (this.applied > 0 && last !== null) await this.projection.commit(last);
    this.applied = 0;
    this.progress.committed(last, caughtUp);
    this.options.onProgress?.(last, caughtUp);
    for (const wake of this.waiting.splice(0)) wake();
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> => new Promise((resolve) => {
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
});
