import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { EventStore } from '../../event-store/event-store.port.js';
import { newEventId } from '../../event-store/event-id.js';
import { Clock } from '../../kernel/clock.js';
import { LeasedTimer, type TimerOptions, type TimerParts } from './leased-timer.js';

/** The timers of this process: each runs on one replica at a time, and ends before the event store closes. */
@Injectable()
export class ReplicaTimers implements BeforeApplicationShutdown {
  /** This process, from this start on. */
  readonly holder = `replica-${newEventId()}`;
  private readonly timers: LeasedTimer[] = [];
  private readonly parts: TimerParts;

  constructor(@Inject(EventStore) store: EventStore, @Inject(Clock) clock: Clock) {
    this.parts = { store, nowMs: () => clock.nowMs(), monotonicMs: () => performance.now(), pause: (ms) => sleep(ms), sleep };
  }

  /** @throws RangeError, TypeError for an interval, a ttl or a name that cannot be. */
  start(options: TimerOptions): void {
    const timer = new LeasedTimer(this.parts, this.holder, options);
    this.timers.push(timer);
    timer.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.timers.splice(0).map((timer) => timer.stop()));
  }
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const timer = setTimeout(wake, ms).unref();
    signal?.addEventListener('abort', wake, { once: true });
    function wake(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      resolve();
    }
  });
}
