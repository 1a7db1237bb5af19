import type { Position } from '../event-store.port.js';
import type { LogChanges } from '../log-changes.js';

/** Another process may append to the same file: looks for it while a subscription waits. Never keeps the process alive. */
export class ForeignAppends {
  private timer: NodeJS.Timeout | undefined;
  private looking = false;
  private seen: Position | null = null;
  private followers = 0;
  private raised = 0;

  constructor(
    private readonly head: () => Promise<Position | null>,
    private readonly changes: LogChanges,
    private readonly everyMs: number,
  ) {}

  /** Grows whenever something was found that may be another's. */
  get version(): number {
    return this.raised;
  }

  follow(): void {
    this.followers += 1;
    this.timer ??= setInterval(() => void this.look(), this.everyMs).unref();
  }

  unfollow(): void {
    this.followers -= 1;
    if (this.followers > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async look(): Promise<void> {
    if (this.looking || this.changes.waiting === 0) return;
    this.looking = true;
    try {
      const head = await this.head();
      if (head !== this.seen) this.raise();
      this.seen = head;
    } catch {
      // The subscriptions look for themselves and meet the same error, where their caller sees it.
      this.raise();
    } finally {
      this.looking = false;
    }
  }

  private raise(): void {
    this.raised += 1;
    this.changes.raise();
  }
}
