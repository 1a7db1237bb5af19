import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import type { EventStoreDbEventStore } from '../../../src/event-store/eventstoredb/eventstoredb.event-store.js';
import { forbidStrayErrors } from '../../support/eventstoredb/no-stray-errors.js';
import { openAdapter } from '../../support/eventstoredb/open-adapter.js';
import { startStub, type Stub } from '../../support/eventstoredb/stub.js';
import { all, anEvent, freshStream, idsOf } from '../../support/event-store/events.js';

forbidStrayErrors();

describe('The EventStoreDB adapter on two nodes of a cluster', () => {
  let leader: Stub;
  let follower: Stub;
  let store: EventStoreDbEventStore;
  beforeEach(async () => {
    leader = await startStub();
    follower = await startStub({ joins: leader });
    store = await openAdapter(follower);
  });
  afterEach(async () => {
    await store.close();
    await follower.close();
    await leader.close();
  });
  /** What was under way when a node was lost may be asked for once more, and again. */
  async function patiently<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof EventStoreUnavailable) || tries === 20) throw error;
      }
    }
  }

  it('appends at the leader that the follower names', async () => {
    await expect(store.append(freshStream(), 'no-stream', [anEvent()])).resolves.toMatchObject({ revision: 0n });
    expect([follower.counts.append, leader.counts.append]).toEqual([0, 1]);
  });

  it('reads what was written at the leader a moment ago', async () => {
    const [stream, event] = [freshStream(), anEvent()];
    await store.append(stream, 'no-stream', [event]);
    expect(idsOf(await all(store, stream))).toEqual([event.id]);
    expect(follower.counts.read).toBe(0);
  });

  it('goes with the leadership from one node to the other, and follows the log all the while', async () => {
    const [stream, events] = [freshStream(), Array.from({ length: 9 }, () => anEvent())];
    const stop = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const message of store.subscribeAll(null, stop.signal)) {
        if (message.kind === 'event') seen.push(message.event.id);
        if (seen.length === events.length) stop.abort();
      }
    })();
    for (const [index, event] of events.entries()) {
      if (index % 3 === 0) leader.cluster.leaderPort = leader.cluster.leaderPort === leader.port ? follower.port : leader.port;
      await patiently(() => store.append(stream, index === 0 ? 'no-stream' : BigInt(index - 1), [event]));
    }
    await following;
    expect(seen).toEqual(idsOf(events));
    expect([leader.counts.append > 0, follower.counts.append > 0]).toEqual([true, true]);
  });

  it('finds the new leader by gossip when the old one is gone', async () => {
    const connectionString = `esdb://127.0.0.1:${leader.port},127.0.0.1:${follower.port}?tls=false&discoveryInterval=5`;
    const both = await openAdapter({ connectionString });
    const [stream, event, later] = [freshStream(), anEvent(), anEvent()];
    await both.append(stream, 'no-stream', [event]);
    leader.cluster.leaderPort = follower.port;
    await leader.stop();
    await patiently(() => both.append(stream, 0n, [later]));
    expect(idsOf(await patiently(() => all(both, stream)))).toEqual(idsOf([event, later]));
    await both.close();
  });
});
