/** One look serves everybody who waits. */
const LOOK_EVERY_MS = 10;
/** More are turned away at once: each holds a connection. */
const WAITING_MAX = 500;

interface Waiting {
  readonly position: bigint;
  readonly untilMs: number;
  readonly settle: (reached: boolean) => void;
}

/** Questions that wait for the figures to reach a position. */
export class PositionWaits {
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | null = null;

  /** @param nowMs a clock that only runs forward. */
  constructor(
    private readonly reachedPosition: () => bigint | null,
    private readonly nowMs: () => number,
  ) {}

  /** True once the figures have everything up to `position`, false when that takes longer than `ms`, or too many wait. */
  until(position: bigint, ms: number): Promise<boolean> {
    if (this.hasReached(position)) return Promise.resolve(true);
    if (ms === 0 || this.waiting.length >= WAITING_MAX) return Promise.resolve(false);
    return new Promise((settle) => {
      this.waiting.push({ position, untilMs: this.nowMs() + ms, settle });
      this.timer ??= setInterval(() => this.look(), LOOK_EVERY_MS).unref();
    });
  }

  private hasReached(position: bigint): boolean {
    const reached = this.reachedPosition();
    return position === 0n || (reached !== null && reached >= position);
  }

  private look(): void {
    const nowMs = this.nowMs();
    this.waiting = this.waiting.filter(({ position, untilMs, settle }) => {
      const reached = this.hasReached(position);
      if (!reached && nowMs < untilMs) return true;
      settle(reached);
      return false;
    });
    if (this.waiting.length > 0 || this.timer === null) return;
    clearInterval(this.timer);
    this.timer = null;
  }
}
