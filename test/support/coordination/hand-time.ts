import type { TimerParts } from '../../../src/coordination/application/leased-timer.js';
import type { EventStore } from '../../../src/event-store/event-store.port.js';

interface Sleeper {
  readonly untilMs: number;
  readonly wake: () => void;
}

/** Time that passes when the test says so; sleepers wake in their order. */
export class HandTime {
  private nowMs = 0;
  private sleepers: Sleeper[] = [];

  /** One process's clocks: all at one pace, each from a beginning of its own. */
  parts(store: EventStore, startMs = 0, wallMs = Date.UTC(2026, 10, 22)): TimerParts {
    return {
      store, nowMs: () => wallMs + this.nowMs, monotonicMs: () => startMs + this.nowMs,
      pause: () => Promise.resolve(),
      sleep: (ms, signal) => new Promise((wake) => {
        if (signal.aborted) return wake();
        this.sleepers.push({ untilMs: this.nowMs + ms, wake });
        signal.addEventListener('abort', () => wake(), { once: true });
      }),
    };
  }

  async pass(ms: number): Promise<void> {
    const endMs = this.nowMs + ms;
    await this.settle();
    for (let next = this.next(endMs); next !== undefined; next = this.next(endMs)) {
      this.nowMs = Math.max(this.nowMs, next.untilMs);
      this.sleepers.splice(this.sleepers.indexOf(next), 1);
      next.wake();
      await this.settle();
    }
    this.nowMs = endMs;
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  private next(endMs: number): Sleeper | undefined {
    return this.sleepers.filter(({ untilMs }) => untilMs <= endMs).toSorted((a, b) => a.untilMs - b.untilMs)[0];
  }
}
