/** Looks for whoever asks, some together: each gets a look that began after it asked, and looks begin at least `everyMs` apart. */
export class PacedLook {
  private running: Promise<void> | null = null;
  private next: Promise<void> | null = null;
  private begunAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly look: () => Promise<void>,
    private readonly everyMs: number,
    private readonly elapsedMs: () => number = () => performance.now(),
  ) {}

  now(): Promise<void> {
    if (this.next !== null) return this.next;
    if (this.running === null && this.waitMs() <= 0) return this.begin();
    return (this.next = this.afterThat());
  }

  private async afterThat(): Promise<void> {
    await this.running?.catch(() => undefined);
    for (let ms = this.waitMs(); ms > 0; ms = this.waitMs()) await new Promise((resolve) => setTimeout(resolve, ms));
    this.next = null;
    return this.begin();
  }

  private begin(): Promise<void> {
    this.begunAtMs = this.elapsedMs();
    return (this.running = this.look().finally(() => (this.running = null)));
  }

  private waitMs(): number {
    return this.begunAtMs + this.everyMs - this.elapsedMs();
  }
}
