/** Runs the tasks of one key one after the other, and those of different keys at the same time. */
export class KeyedQueue {
  private readonly tails = new Map<string, Promise<void>>();
  private waiting = 0;

  /** @param overloaded what to throw when `waitingMax` tasks are under way or waiting. */
  constructor(
    private readonly waitingMax: number,
    private readonly overloaded: () => Error,
  ) {}

  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    if (this.waiting >= this.waitingMax) throw this.overloaded();
    this.waiting += 1;
    const before = this.tails.get(key);
    const outcome = before === undefined ? task() : before.then(task);
    const tail = outcome.then(nothing, nothing);
    this.tails.set(key, tail);
    try {
      return await outcome;
    } finally {
      this.waiting -= 1;
      if (this.tails.get(key) === tail) this.tails.delete(key);
    }
  }
}

const nothing = (): void => undefined;
