import type { HeldLease } from '../../../src/coordination/application/held-lease.js';
import { LeasedTimer, type TimerOptions } from '../../../src/coordination/application/leased-timer.js';
import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { HandTime } from '../../support/coordination/hand-time.js';

const MINUTE_MS = 60_000;
const TTL_MS = 15_000;

function replicas() {
  const store = new InMemoryEventStore();
  const time = new HandTime();
  const ran: string[] = [];
  const errors: unknown[] = [];
  const timer = (holder: string, over: Partial<TimerOptions> = {}, wallMs?: number): LeasedTimer => new LeasedTimer(time.parts(store, 0, wallMs), holder, {
    name: 'audit', everyMs: MINUTE_MS, ttlMs: TTL_MS, onError: (error) => errors.push(error),
    run: async ({ fence }: HeldLease) => { ran.push(`${holder}:${fence.token}`); }, ...over,
  });
  const eventCount = async (): Promise<number> => (await store.readAll(null, 10_000)).length;
  return { store, time, ran, errors, timer, eventCount };
}
const hanging = (begun: string[], name: string) => (_lease: HeldLease, signal: AbortSignal): Promise<void> => {
  begun.push(name);
  return new Promise((resolve) => { signal.addEventListener('abort', () => (begun.push(`${name} aborted`), resolve()), { once: true }); });
};

describe('A timer on two replicas', () => {
  it('runs once an interval, on one of them', async () => {
    const { time, ran, errors, timer, eventCount } = replicas();
    const both = [timer('a'), timer('b')];
    for (const one of both) one.start();
    await time.pass(10 * MINUTE_MS - 1_000);
    expect(ran).toHaveLength(10);
    expect(ran.map((run) => Number(run.split(':')[1]))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    // Two events a run, however often the replicas looked.
    expect(await eventCount()).toBe(20);
    expect(errors).toEqual([]);
    await Promise.all(both.map((one) => one.stop()));
  });

  it('leaves no trace while there is nothing to do, and runs at the next look when there is', async () => {
    const { time, ran, timer, eventCount } = replicas();
    let needed = false;
    const asked: string[] = [];
    const both = ['a', 'b'].map((name) => timer(name, { needed: async () => (asked.push(name), needed) }));
    for (const one of both) one.start();
    await time.pass(10 * MINUTE_MS - 1_000);
    expect([ran, await eventCount(), asked.length]).toEqual([[], 0, 20]);
    needed = true;
    await time.pass(MINUTE_MS);
    expect([ran.length, await eventCount()]).toEqual([1, 2]);
    await Promise.all(both.map((one) => one.stop()));
  });

  it('goes on by the other when one stops', async () => {
    const { time, ran, timer } = replicas();
    const [a, b] = [timer('a'), timer('b')];
    a.start();
    await time.pass(1);
    b.start();
    await a.stop();
    await time.pass(2 * MINUTE_MS);
    expect(ran).toEqual(['a:1', 'b:2', 'b:3']);
    await b.stop();
  });

  it('is taken over after the ttl, and no earlier, when its replica falls silent in the middle of a run', async () => {
    const { store, time, ran, timer } = replicas();
    const gone = new HandTime();
    new LeasedTimer(gone.parts(store), 'gone', { name: 'audit', everyMs: MINUTE_MS, ttlMs: TTL_MS, onError: () => undefined, run: hanging([], '') }).start();
    await gone.pass(0);
    const b = timer('b');
    b.start();
    await time.pass(TTL_MS - 1);
    expect(ran).toEqual([]);
    await time.pass(1);
    expect(ran).toEqual(['b:2']);
    await b.stop();
  });

  it('keeps the lease as long as a run lasts, one renewal for every third of the ttl', async () => {
    const { time, ran, timer, eventCount } = replicas();
    const begun: string[] = [];
    const [a, b] = [timer('a', { run: hanging(begun, 'a') }), timer('b')];
    a.start();
    await time.pass(1);
    b.start();
    await time.pass(4 * TTL_MS);
    expect([begun, ran]).toEqual([['a'], []]);
    expect(await eventCount()).toBe(1 + 12);
    await Promise.all([a.stop(), b.stop()]);
    expect(begun).toEqual(['a', 'a aborted']);
  });

  it('aborts the run of the one that was taken over', async () => {
    const { store, time, timer } = replicas();
    const begun: string[] = [];
    const frozen = new HandTime();
    const a = new LeasedTimer(frozen.parts(store), 'a', { name: 'audit', everyMs: MINUTE_MS, ttlMs: TTL_MS, onError: () => undefined, run: hanging(begun, 'a') });
    a.start();
    await frozen.pass(0);
    const b = timer('b', { run: hanging(begun, 'b') });
    b.start();
    await time.pass(TTL_MS);
    expect(begun).toEqual(['a', 'b']);
    await frozen.pass(TTL_MS / 3);
    expect(begun).toEqual(['a', 'b', 'a aborted']);
    await Promise.all([a.stop(), b.stop()]);
  });

  it('does not begin anew because a service was started anew, whatever its wall clock says', async () => {
    const { store, time, ran, timer, eventCount } = replicas();
    const before = timer('before');
    before.start();
    await time.pass(MINUTE_MS / 2);
    await before.stop();
    const after = timer('after');
    after.start();
    await time.pass(MINUTE_MS / 2 - 1);
    expect(ran).toEqual(['before:1']);
    await time.pass(2);
    expect(ran).toEqual(['before:1', 'after:2']);
    await after.stop();
    const behind = timer('behind', {}, Date.UTC(1999, 0, 1));
    behind.start();
    await time.pass(MINUTE_MS + 1);
    expect(ran).toEqual(['before:1', 'after:2', 'behind:3']);
    await behind.stop();
    expect(await eventCount()).toBe(Number(await store.head()));
  });

  it('says what went wrong in a run and runs again at the next time, the lease given back', async () => {
    const { time, errors, timer, eventCount } = replicas();
    const failure = new Error('the run failed');
    const a = timer('a', { run: () => Promise.reject(failure) });
    a.start();
    await time.pass(MINUTE_MS + 1);
    expect(errors).toEqual([failure, failure]);
    expect(await eventCount()).toBe(4);
    await a.stop();
  });

  it('waits out an event store that is away', async () => {
    const { store, time, ran, errors, timer } = replicas();
    const append = store.append.bind(store);
    store.append = () => Promise.reject(new EventStoreUnavailable('away'));
    const a = timer('a');
    a.start();
    await time.pass(5_000);
    expect(ran).toEqual([]);
    expect(errors.length).toBeGreaterThan(0);
    store.append = append;
    await time.pass(1_000);
    expect(ran).toEqual(['a:1']);
    await a.stop();
  });

  it('gives back later what it could not give back at once, and does not run again for that', async () => {
    const { store, time, ran, timer } = replicas();
    const append = store.append.bind(store);
    const a = timer('a', { run: async () => {
      ran.push('a');
      store.append = () => Promise.reject(new EventStoreUnavailable('away'));
    } });
    a.start();
    await time.pass(5_000);
    store.append = append;
    await time.pass(5_000);
    expect(ran).toEqual(['a']);
    expect((await store.readAll(null, 10)).map(({ type }) => type)).toEqual(['LeaseAcquired', 'LeaseReleased']);
    await a.stop();
  });

  it('refuses to run more often than once a second', () => {
    const { timer } = replicas();
    for (const everyMs of [999, NaN, Infinity]) expect(() => timer('a', { everyMs })).toThrow(RangeError);
  });
});
