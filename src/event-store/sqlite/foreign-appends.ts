import type { Position } from '../event-store.port.js';
import type { LogChanges } from '../log-changes.js';

/** Another process may append to the same file: looks for it while a subscription waits. Never keeps the process alive. */
export class ForeignAppends {
  private timer: NodeJS.Timeout | undefined;
  private looking = false;
  private seen: Position | null = null;
  private followers = 0;

  constructor(
    private readonly head: () => Promise<Position | null>,
    private readonly changes: LogChanges,
    private readonly everyMs: number,
  ) {}

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
      if (head !== this.seen) this.changes.raise();
      this.seen = head;
    } catch {
      // The subscriptions look for themselves and meet the same error, where their caller sees it.
      this.changes.raise();
    } finally {
      this.looking = false;
    }
  }
}
