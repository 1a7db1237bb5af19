import { InMemoryEventStore } from '../../src/event-store/in-memory/in-memory.event-store.js';
import type { Position, RecordedEvent, SubscriptionMessage } from '../../src/event-store/event-store.port.js';
import type { BatchProjection } from '../../src/projection-host/batch-projection.js';
import { ProjectionHost } from '../../src/projection-host/projection-host.js';

export const STALLED_MS = 30_000;

/** Commits into an array; an event can be made to wait, to fail or to stop it. */
export class Recorder implements BatchProjection {
  readonly committed: Position[] = [];
  readonly batches: number[] = [];
  restarts = 0;
  parked = 0;
  onApply: (event: RecordedEvent) => void | Promise<void> = () => undefined;
  private pending: Position[] = [];

  restart(): Promise<Position | null> {
    this.restarts += 1;
    this.pending = [];
    return Promise.resolve(this.committed.at(-1) ?? null);
  }
  apply(event: RecordedEvent): void | Promise<void> {
    const waiting = this.onApply(event);
    if (waiting === undefined) return void this.pending.push(event.position);
    return waiting.then(() => void this.pending.push(event.position));
  }
  commit(): Promise<void> {
    this.committed.push(...this.pending);
    this.batches.push(this.pending.length);
    this.pending = [];
    return Promise.resolve();
  }
  parkedRequests(): number {
    return this.parked;
  }
}

/** Delivers every event twice, as a subscription may after a drop. */
export class TwiceStore extends InMemoryEventStore {
  override async *subscribeAll(after: Position | null, signal: AbortSignal): AsyncIterable<SubscriptionMessage> {
    for await (const message of super.subscribeAll(after, signal)) {
      yield message;
      if (message.kind === 'event') yield message;
    }
  }
}

/** A host over a log in memory, with a clock that the test moves. */
export class HostBench {
  readonly recorder = new Recorder();
  readonly host: ProjectionHost;
  readonly errors: unknown[] = [];
  nowMs = 1_000_000;
  private appended = 0;

  constructor(readonly store: InMemoryEventStore = new InMemoryEventStore()) {
    this.host = new ProjectionHost(store, this.recorder, {
      batchEventsMax: 100, stalledMs: STALLED_MS, retryMs: 1, nowMs: () => this.nowMs, onError: (error) => this.errors.push(error),
    });
  }

  async append(events: number): Promise<void> {
    for (let n = 0; n < events; n += 1) {
      this.appended += 1;
      const id = `00000000-0000-4000-8000-${String(this.appended).padStart(12, '0')}`;
      await this.store.append(`thing-${this.appended}`, 'no-stream', [{ id, type: 'Happened', data: {}, metadata: {} }]);
    }
  }

  async until(done: () => boolean): Promise<void> {
    while (!done()) await new Promise((resolve) => setImmediate(resolve));
  }

  async stop(): Promise<void> {
    await this.host.stop();
    await this.store.close();
  }
}

/** A point where the code under test waits until the test lets it go on. */
export class Gate {
  reached = false;
  private open = (): void => undefined;

  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.open = resolve;
      this.reached = true;
    });
  }
  goOn(): void {
    this.open();
  }
}
