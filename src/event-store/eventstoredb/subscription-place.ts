import type { Position } from '../event-store.port.js';

/** Where a subscription stands: kept from one connection to the next. */
export class SubscriptionPlace {
  /** Failures since it last got on. */
  failures = 0;
  /** Whether the reader was told that it caught up, since the last event. */
  told = false;
  private movedMs: number;

  constructor(
    public last: Position | null,
    private readonly nowMs: () => number,
  ) {
    this.movedMs = nowMs();
  }

  /** Everything up to there was given on, or is not asked for. */
  reach(position: Position): void {
    if (this.last === null || position > this.last) this.last = position;
    this.moved();
  }

  moved(): void {
    this.failures = 0;
    this.movedMs = this.nowMs();
  }

  /** The time its reader takes is not the subscription's. */
  resumed(): void {
    this.movedMs = this.nowMs();
  }

  get stuckMs(): number {
    return this.nowMs() - this.movedMs;
  }
}
