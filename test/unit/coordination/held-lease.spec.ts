import { type HeldLease, LeaseLost } from '../../../src/coordination/application/held-lease.js';
import { LeaseKeeper } from '../../../src/coordination/application/lease-keeper.js';
import { LeaseWatch } from '../../../src/coordination/application/lease-watch.js';
import { verifyStream } from '../../../src/event-store/audit-hash.js';
import { EventStoreUnavailable, RevisionConflict } from '../../../src/event-store/errors.js';
import type { RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { HandTime } from '../../support/coordination/hand-time.js';
import { written } from '../../support/coordination/simulation.js';

const TTL_MS = 15_000;

function hall() {
  const store = new InMemoryEventStore();
  const time = new HandTime();
  const keeper = (holder: string, startMs = 0) => new LeaseKeeper(time.parts(store, startMs), 'audit', holder, TTL_MS);
  const acquire = async (from: LeaseKeeper): Promise<HeldLease> => {
    const { lease } = await from.acquire();
    if (lease === null) throw new Error('held by another');
    return lease;
  };
  const leases = async (): Promise<RecordedEvent[]> => (await store.readAll(null, 1_000)).filter(({ stream }) => stream === 'lease-audit');
  const targets = async (): Promise<RecordedEvent[]> => (await store.readAll(null, 1_000)).filter(({ stream }) => stream === 'target-1');
  return { store, time, keeper, acquire, leases, targets };
}

describe('A process that holds a lease', () => {
  it('keeps another away until that one has waited the ttl by its own clock since it saw the last sign of life', async () => {
    const { time, keeper, acquire } = hall();
    const [a, b] = [keeper('a'), keeper('b', 5_000_000)];
    const lease = await acquire(a);
    await time.pass(10_000);
    expect(await b.acquire()).toEqual({ lease: null, waitMs: TTL_MS });
    await lease.renew();
    await time.pass(TTL_MS - 1);
    expect(await b.acquire()).toEqual({ lease: null, waitMs: TTL_MS });
    await time.pass(TTL_MS - 1);
    expect(await b.acquire()).toEqual({ lease: null, waitMs: 1 });
    await time.pass(1);
    expect((await acquire(b)).fence).toEqual({ lease: 'audit', token: 2 });
  });

  it('is followed at once when it gives the lease back', async () => {
    const { keeper, acquire } = hall();
    await (await acquire(keeper('a'))).release();
    expect((await acquire(keeper('b'))).fence.token).toBe(2);
  });

  it('writes with its token, and nothing once another has a newer one', async () => {
    const { time, keeper, acquire, targets } = hall();
    const stale = await acquire(keeper('a'));
    await stale.append('target-1', 'no-stream', [written('a', stale.fence)]);
    const b = keeper('b');
    await b.acquire();
    await time.pass(TTL_MS);
    await acquire(b);
    await expect(stale.append('target-1', 0n, [written('a', stale.fence)])).rejects.toBeInstanceOf(LeaseLost);
    expect(await stale.renew()).toBe(false);
    expect((await targets()).map(({ metadata }) => metadata['fence'])).toEqual([{ lease: 'audit', token: 1 }]);
  });

  it('is refused by the store where a newer holder wrote between its check and its append', async () => {
    const { store, time, keeper, acquire, targets } = hall();
    const stale = await acquire(keeper('a'));
    const b = keeper('b');
    await b.acquire();
    const append = store.append.bind(store);
    store.append = async (stream, expected, events) => {
      store.append = append;
      await time.pass(TTL_MS);
      const newer = await acquire(b);
      await newer.append('target-1', 'no-stream', [written('b', newer.fence)]);
      return append(stream, expected, events);
    };
    await expect(stale.append('target-1', 'no-stream', [written('a', stale.fence)])).rejects.toBeInstanceOf(RevisionConflict);
    expect((await targets()).map(({ data }) => data['holder'])).toEqual(['b']);
  });

  it('stops by its own clock before anybody can have waited long enough, and goes on when it renews in spite of it', async () => {
    const { time, keeper, acquire } = hall();
    const lease = await acquire(keeper('a'));
    await time.pass(0.8 * TTL_MS);
    expect(lease.held).toBe(false);
    await expect(lease.append('target-1', 'no-stream', [written('a', lease.fence)])).rejects.toBeInstanceOf(LeaseLost);
    expect(await lease.renew()).toBe(true);
    await lease.append('target-1', 'no-stream', [written('a', lease.fence)]);
  });

  it('learns from a renewal that lost the race that it is not the holder any more', async () => {
    const { store, time, keeper, acquire } = hall();
    const lease = await acquire(keeper('a'));
    const b = keeper('b');
    await b.acquire();
    const append = store.append.bind(store);
    store.append = async (...args) => {
      store.append = append;
      await time.pass(TTL_MS);
      await acquire(b);
      return append(...args);
    };
    expect(await lease.renew()).toBe(false);
    expect(lease.held).toBe(false);
  });

  it('may not write without its fence, nor under another’s', async () => {
    const { keeper, acquire } = hall();
    const lease = await acquire(keeper('a'));
    for (const fence of [{ lease: 'audit', token: 2 }, { lease: 'other', token: 1 }]) {
      await expect(lease.append('target-1', 'no-stream', [written('a', fence)])).rejects.toBeInstanceOf(TypeError);
    }
  });

  it('writes nothing after it gave the lease back', async () => {
    const { keeper, acquire } = hall();
    const lease = await acquire(keeper('a'));
    await lease.release();
    await expect(lease.append('target-1', 'no-stream', [written('a', lease.fence)])).rejects.toBeInstanceOf(LeaseLost);
  });

  it('finds after a lost answer that it has the lease already, and takes a newer token of it', async () => {
    const { store, keeper, acquire, leases } = hall();
    const append = store.append.bind(store);
    store.append = async (...args) => {
      await append(...args);
      throw new EventStoreUnavailable('the answer was lost');
    };
    const a = keeper('a');
    await expect(a.acquire()).rejects.toBeInstanceOf(EventStoreUnavailable);
    store.append = append;
    expect((await acquire(a)).fence.token).toBe(2);
    expect((await leases()).map(({ type }) => type)).toEqual(['LeaseAcquired', 'LeaseAcquired']);
  });

  it('leaves a chain that verifies, and every event says who, which token, how long and until when', async () => {
    const { keeper, acquire, leases } = hall();
    const lease = await acquire(keeper('a'));
    await lease.renew();
    await lease.release();
    const events = await leases();
    expect(await verifyStream(events)).toBeNull();
    const held = { holder: 'a', token: 1, ttlMs: TTL_MS, until: '2026-11-22T00:00:15.000Z' };
    expect(events.map(({ type, data }) => [type, data])).toEqual([['LeaseAcquired', held], ['LeaseRenewed', held], ['LeaseReleased', { holder: 'a', token: 1 }]]);
    expect(Object.keys(events[0]?.metadata ?? {}).sort()).toEqual(
      ['causationId', 'contentDigest', 'correlationId', 'hash', 'previousHash', 'principal', 'recordedAt', 'source']);
  });
});

describe('Looking at a lease', () => {
  it.each([1, 2, 3, 4, 5, 31, 32, 33, 300])('finds the last of %d events without reading them all', async (count) => {
    const { store, time, keeper, acquire } = hall();
    const lease = await acquire(keeper('a'));
    for (let more = 1; more < count; more += 1) await lease.renew();
    let read = 0;
    const readStream = store.readStream.bind(store);
    store.readStream = async function* (...args) {
      for await (const event of readStream(...args)) {
        read += 1;
        yield event;
      }
    };
    const watch = new LeaseWatch(store, 'audit', time.parts(store).monotonicMs);
    expect((await watch.look()).revision).toBe(BigInt(count - 1));
    expect(read).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(count)) + 2);
  });

  it('never forgets what a later look brought home earlier', async () => {
    const { store, time, keeper, acquire } = hall();
    const lease = await acquire(keeper('a'));
    const watch = new LeaseWatch(store, 'audit', time.parts(store).monotonicMs);
    await watch.look();
    await lease.renew();
    const readStream = store.readStream.bind(store);
    const slow = Promise.withResolvers<void>();
    store.readStream = async function* (...args) {
      store.readStream = readStream;
      const events: RecordedEvent[] = [];
      for await (const event of readStream(...args)) events.push(event);
      await slow.promise;
      yield* events;
    };
    const early = watch.look();
    await time.settle();
    await lease.release();
    expect((await watch.look()).state.holder).toBeNull();
    slow.resolve();
    expect((await early).state).toEqual({ holder: null, token: 1, ttlMs: 0 });
  });

  it('holds whoever keeps a lease to 1 s to 1 h', () => {
    const { store, time } = hall();
    for (const ttlMs of [999, 3_600_001, NaN]) expect(() => new LeaseKeeper(time.parts(store), 'audit', 'a', ttlMs)).toThrow(RangeError);
  });
});
