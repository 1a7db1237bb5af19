import type { Position } from '../../../src/event-store/event-store.port.js';
import { followLog, type LogPage } from '../../../src/event-store/follow-log.js';
import { LogChanges } from '../../../src/event-store/log-changes.js';

const LENGTH = 1_000_000;

/** A log of a million events that counts what it hands out. */
function countedLog() {
  const handedOut = { pages: 0, events: 0 };
  const readPage = async (after: Position | null, limit: number): Promise<LogPage> => {
    const first = Number(after ?? 0n) + 1;
    const count = Math.min(limit, LENGTH - first + 1);
    handedOut.pages += 1;
    handedOut.events += count;
    const events = Array.from({ length: count }, (_, index) => ({
      id: '',
      type: 'Counted',
      data: '{}',
      metadata: '{}',
      stream: 's',
      revision: 0n,
      position: BigInt(first + index),
    }));
    return { events, end: first + count > LENGTH };
  };
  return { handedOut, changes: new LogChanges(), readPage };
}

describe('Following a long log', () => {
  it('fetches the next page only when the consumer has finished the one before', async () => {
    const log = countedLog();
    let consumed = 0;
    for await (const _message of followLog(log, null, new AbortController().signal)) {
      consumed += 1;
      expect(log.handedOut.events - consumed).toBeLessThan(1000);
      if (consumed % 500 === 0) await new Promise(setImmediate);
      if (consumed === 20_000) break;
    }
    expect(log.handedOut.pages).toBe(20);
  });

  it('leaves no waiter behind, however it ends', async () => {
    const log = countedLog();
    const controller = new AbortController();
    const ends = (async () => {
      for await (const { kind } of followLog(log, BigInt(LENGTH - 1), controller.signal))
        if (kind === 'caught-up') setImmediate(() => controller.abort());
    })();
    await ends;
    expect(log.changes.waiting).toBe(0);
    for await (const _message of followLog(log, null, new AbortController().signal)) break;
    expect(log.changes.waiting).toBe(0);
  });

  it('misses no change that is raised while a page is being read', async () => {
    const log = countedLog();
    let reads = 0;
    const readPage = async (): Promise<LogPage> => {
      reads += 1;
      if (reads === 1) log.changes.raise();
      if (reads === 3) controller.abort();
      return { events: [], end: true };
    };
    const controller = new AbortController();
    setTimeout(() => log.changes.raise(), 20);
    const kinds: string[] = [];
    for await (const { kind } of followLog({ changes: log.changes, readPage }, null, controller.signal)) kinds.push(kind);
    expect([reads, kinds]).toEqual([3, ['caught-up']]);
  });

  it('ends without an error when the read under way fails because of the end', async () => {
    const controller = new AbortController();
    const readPage = async (): Promise<LogPage> => {
      controller.abort();
      throw new Error('closed');
    };
    for await (const _message of followLog({ changes: new LogChanges(), readPage }, null, controller.signal))
      throw new Error('unreachable');
    expect(controller.signal.aborted).toBe(true);
  });
});
