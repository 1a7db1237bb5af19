import { ReplicaTimers } from '../../../src/coordination/application/replica-timers.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';

describe('The timers of a process', () => {
  it('run, each under its own lease, and have given it back when the service is down', async () => {
    const store = new InMemoryEventStore();
    const timers = new ReplicaTimers(store, { nowMs: () => Date.UTC(2026, 10, 22) });
    const ran = Promise.withResolvers<string>();
    timers.start({ name: 'first', everyMs: 60_000, ttlMs: 15_000, run: async ({ fence }) => ran.resolve(fence.lease), onError: ran.reject });
    timers.start({ name: 'second', everyMs: 60_000, ttlMs: 15_000, run: (_lease, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())), onError: ran.reject });
    expect(await ran.promise).toBe('first');
    while ((await store.readAll(null, 10)).every(({ stream }) => stream !== 'lease-second')) await new Promise((resolve) => setImmediate(resolve));
    await timers.beforeApplicationShutdown();
    const log = await store.readAll(null, 10);
    expect(log.map(({ stream, type }) => `${stream} ${type}`).sort()).toEqual(
      ['lease-first LeaseAcquired', 'lease-first LeaseReleased', 'lease-second LeaseAcquired', 'lease-second LeaseReleased']);
    expect(new Set(log.map(({ data }) => data['holder']))).toEqual(new Set([timers.holder]));
  });

  it('of two processes are two holders', () => {
    const clock = { nowMs: () => 0 };
    const store = new InMemoryEventStore();
    expect(new ReplicaTimers(store, clock).holder).not.toBe(new ReplicaTimers(store, clock).holder);
  });
});
