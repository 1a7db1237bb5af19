/** Runs `work` on every item, at most `runningMax` at a time. The first failure stops new starts and is thrown when the rest have ended. */
export async function forEachBounded<T>(items: readonly T[], runningMax: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  let failed = false;
  const runner = async (): Promise<void> => {
    while (next < items.length && !failed) {
      const item = items[next] as T;
      next += 1;
      try {
        await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(runningMax, items.length) }, runner));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}
