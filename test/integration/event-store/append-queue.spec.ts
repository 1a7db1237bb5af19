import { encodeAppend } from '../../../src/event-store/encode-append.js';
import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
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
    const push = () => queue.push(encodeAppend(freshStream(), 'no-stream', [anEvent()]));
    const results = await Promise.allSettled(Array.from({ length: 10 }, push));
    expect(results.map(({ status }) => status)).toEqual([...Array<string>(3).fill('fulfilled'), ...Array<string>(7).fill('rejected')]);
    expect(groups.map(({ length }) => length)).toEqual([3, 3]);
    expect((await push()).position).toBe(1n);
    expect(queue.stats).toEqual({ groups: 2, appends: 4, pendingMax: 10 });
  });
});
