import { setImmediate } from 'node:timers/promises';
import { encodeAppend } from '../../../src/event-store/encode-append.js';
import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import { handed } from '../../../src/event-store/sqlite/append-call.js';
import { AppendQueue } from '../../../src/event-store/sqlite/append-queue.js';
import type { AppendGroup, AppendGroupOutcome } from '../../../src/event-store/sqlite/protocol.js';
import { anEvent, freshStream } from '../../support/event-store/events.js';

const limits = { pendingMax: 100, pendingBytesMax: 1_000_000, groupMax: 3, groupBytesMax: 1_000_000 };

describe('The append queue', () => {
  it('asks a disk that failed nothing more on behalf of those who waited, and works for those who come later', async () => {
    const groups: AppendGroup[] = [];
    const commit = async (group: AppendGroup): Promise<AppendGroupOutcome> => {
      groups.push(group);
      if (groups.length === 2) throw new EventStoreUnavailable('the disk has failed');
      return group.map(() => ({ conflict: false, revision: 0n, positions: [1n] }));
    };
    const queue = new AppendQueue(commit, limits);
    const push = () => queue.push(handed(encodeAppend(freshStream(), 'no-stream', [anEvent()])));
    const results = await Promise.allSettled(Array.from({ length: 10 }, push));
    expect(results.map(({ status }) => status)).toEqual([...Array<string>(3).fill('fulfilled'), ...Array<string>(7).fill('rejected')]);
    expect(groups.map(({ length }) => length)).toEqual([3, 3]);
    expect((await push()).position).toBe(1n);
    expect(queue.stats).toEqual({ groups: 2, appends: 4, pendingMax: 10 });
  });

  it('lays the next group ready while one is under way, when many wait and not when few do', async () => {
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const commit = async (group: AppendGroup): Promise<AppendGroupOutcome> => {
      begun.push(group.length);
      await new Promise<void>((resolve) => ends.push(resolve));
      return group.map(() => ({ conflict: false, revision: 0n, positions: [1n] }));
    };
    const queue = new AppendQueue(commit, { ...limits, pendingMax: 10_000, groupMax: 300 });
    const push = (count: number) => Array.from({ length: count }, () => queue.push(handed(encodeAppend(freshStream(), 'no-stream', [anEvent()]))));
    const turns = async (): Promise<void> => { for (let turn = 0; turn < 5; turn += 1) await setImmediate(); };
    const all = push(1);
    await turns();
    all.push(...push(255));
    await turns();
    expect(begun).toEqual([1]);
    all.push(...push(1));
    await turns();
    expect(begun).toEqual([1, 256]);
    all.push(...push(600));
    await turns();
    expect(begun).toEqual([1, 256]);
    ends[0]?.();
    await turns();
    expect(begun).toEqual([1, 256, 300]);
    const drained = queue.drain();
    while (begun.length < 4 || ends.length > 0) { ends.shift()?.(); await turns(); }
    await drained;
    expect(begun).toEqual([1, 256, 300, 300]);
    expect((await Promise.all(all)).every(({ position }) => position === 1n)).toBe(true);
  });
});
