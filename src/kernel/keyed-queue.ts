/** Keys taken one by one and given back together. */
export interface Hold {
  /** False when a task of this key is under way, or too much is. */
  take(key: string): boolean;
  release(): void;
}

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
      this.leave(key, tail);
    }
  }

  /** For one task that works on many free keys at once; what comes meanwhile for one of them waits until the release. */
  hold(): Hold {
    const keys: string[] = [];
    let release = nothing;
    const tail = new Promise<void>((resolve) => (release = resolve));
    return {
      take: (key) => {
        if (this.tails.has(key) || this.waiting >= this.waitingMax) return false;
        this.tails.set(key, tail);
        this.waiting += 1;
        keys.push(key);
        return true;
      },
      release: () => {
        for (const key of keys.splice(0)) this.leave(key, tail);
        release();
      },
    };
  }

  private leave(key: string, tail: Promise<void>): void {
    this.waiting -= 1;
    if (this.tails.get(key) === tail) this.tails.delete(key);
  }
}

const nothing = (): void => undefined;
