import type { EventStore, Position } from '../event-store/event-store.port.js';
import type { BatchProjection } from './batch-projection.js';
import type { ProjectionStatus } from './projection-health.js';

export interface HostOptions {
  readonly batchEventsMax: number;
  /** Behind and without progress for this long is stalled. */
  readonly stalledMs: number;
  readonly retryMs: number;
  readonly nowMs: () => number;
  readonly onError: (error: unknown) => void;
  /** After each commit: how far, and whether the log was drained. */
  readonly onProgress?: (position: Position | null, caughtUp: boolean) => void;
}

/** Follows the log from the projection's own checkpoint; after a fault it starts again from the last commit. */
export class ProjectionHost {
  private position: Position | null = null;
  private applied = 0;
  private head: Position | null = null;
  private lastProgressMs: number | null = null;
  private waiting: (() => void)[] = [];
  private running: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();

  constructor(
    private readonly store: EventStore,
    private readonly projection: BatchProjection,
    private readonly options: HostOptions,
  ) {}

  start(): void {
    this.running = this.supervise();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Resolves when everything in the log at this call is committed here. */
  async caughtUp(): Promise<void> {
    const head = await this.store.head();
    while (!this.stopping.signal.aborted && !this.reached(head)) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  status(): ProjectionStatus {
    const { position, head, lastProgressMs } = this;
    const behind = head !== null && (position === null || position < head);
    const idleMs = lastProgressMs === null ? 0 : this.options.nowMs() - lastProgressMs;
    return {
      position, head, lagEvents: behind ? Number(head - (position ?? 0n)) : 0,
      lastProgressAt: lastProgressMs === null ? null : new Date(lastProgressMs).toISOString(),
      stalled: behind && idleMs > this.options.stalledMs,
    };
  }

  /** For health: looks at the log's head, so that a frozen projection cannot look fresh. */
  async refreshHead(): Promise<void> {
    this.head = await this.store.head();
    if (this.lastProgressMs === null) this.lastProgressMs = this.options.nowMs();
  }

  private reached(head: Position | null): boolean {
    return head === null || (this.position !== null && this.position >= head);
  }

  private async supervise(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.follow();
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        this.options.onError(error);
        await pause(this.options.retryMs, this.stopping.signal);
      }
    }
  }

  private async follow(): Promise<void> {
    this.position = await this.projection.restart();
    this.applied = 0;
    let last = this.position;
    for await (const message of this.store.subscribeAll(this.position, this.stopping.signal)) {
      if (message.kind === 'event') {
        const waiting = this.projection.apply(message.event);
        if (waiting !== undefined) await waiting;
        last = message.event.position;
        this.applied += 1;
        if (this.applied >= this.options.batchEventsMax) await this.commit(last, false);
      } else {
        await this.commit(last, true);
      }
    }
  }

  private async commit(position: Position | null, caughtUp: boolean): Promise<void> {
    if (this.applied > 0 && position !== null) await this.projection.commit(position);
    this.applied = 0;
    this.position = position;
    if (position !== null && (this.head === null || this.head < position)) this.head = position;
    this.lastProgressMs = this.options.nowMs();
    this.options.onProgress?.(position, caughtUp);
    for (const wake of this.waiting.splice(0)) wake();
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> => new Promise((resolve) => {
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
});
