import { EventStoreUnavailable } from '../errors.js';

/** Lets so many through at a time, and so many wait. */
export class Gate {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];
  private idle: (() => void)[] = [];

  constructor(
    private readonly atOnceMax: number,
    private readonly waitingMax: number,
  ) {}

  /** @throws EventStoreUnavailable when too many wait. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.inside >= this.atOnceMax) await this.queue();
    else this.inside += 1;
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  /** Resolves when nobody is inside and nobody waits. */
  emptied(): Promise<void> {
    return this.inside === 0 ? Promise.resolve() : new Promise((resolve) => this.idle.push(resolve));
  }

  private queue(): Promise<void> {
    if (this.waiting.length >= this.waitingMax) throw new EventStoreUnavailable('Too many appends are waiting for the event store');
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** A place is handed on, so that nobody can step in between. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) return next();
    this.inside -= 1;
    if (this.inside === 0) for (const wake of this.idle.splice(0)) wake();
  }
}
