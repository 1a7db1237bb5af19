/** Says that the log has grown, or that its readers must look again because it is closing. */
export class LogChanges {
  private raised = 0;
  private readonly waiters = new Set<() => void>();

  /** Take it before reading and wait with it after: what is raised in between is not missed. */
  get version(): number {
    return this.raised;
  }

  get waiting(): number {
    return this.waiters.size;
  }

  raise(): void {
    this.raised += 1;
    for (const wake of [...this.waiters]) wake();
  }

  /** Resolves once `version` has passed `seen`, or `signal` aborts. */
  after(seen: number, signal: AbortSignal): Promise<void> {
    if (this.raised !== seen || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.waiters.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.waiters.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}
