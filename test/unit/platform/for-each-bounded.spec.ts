import { forEachBounded } from '../../../src/platform/for-each-bounded.js';

const later = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('forEachBounded', () => {
  it('does everything once, never more than the bound at a time', async () => {
    let running = 0;
    let runningMax = 0;
    const done: number[] = [];
    await forEachBounded([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      running += 1;
      runningMax = Math.max(runningMax, running);
      await later();
      running -= 1;
      done.push(item);
    });
    expect([runningMax, done.sort()]).toEqual([3, [1, 2, 3, 4, 5, 6, 7]]);
  });

  it('starts nothing new after a failure, waits for what runs, and throws the failure', async () => {
    const started: number[] = [];
    const ended: number[] = [];
    const run = forEachBounded([1, 2, 3, 4], 2, async (item) => {
      started.push(item);
      if (item === 1) throw new Error('first');
      await later();
      ended.push(item);
    });
    await expect(run).rejects.toThrow('first');
    expect([started, ended]).toEqual([[1, 2], [2]]);
  });

  it('has nothing to do with no items', async () => {
    await expect(forEachBounded([], 3, () => Promise.reject(new Error('never')))).resolves.toBeUndefined();
  });
});
