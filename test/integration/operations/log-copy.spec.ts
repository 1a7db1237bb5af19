import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import type { Append, AppendResult, EventStore } from '../../../src/event-store/event-store.port.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { copyLog } from '../../../src/operations/copy/copy-log.js';
import type { OpenedLog } from '../../../src/operations/logs/log-address.js';
import { silentProgress } from '../../../src/operations/progress.js';
import { anEvent } from '../../support/event-store/events.js';
import { temporaryFolder } from '../../support/event-store/temporary-folder.js';
import { contentsOf, HallLog } from './hall-log.js';

const folder = temporaryFolder();
jest.setTimeout(60_000);
const opened: EventStore[] = [];
afterAll(() => Promise.all(opened.map((store) => store.close())));

const embedded = (store: EventStore): OpenedLog => ({ store, label: 'embedded', appliesGroupsInOrder: true, shared: false });
/** A log that others write to as well, and whose groups come in any order. */
const shared = (store: EventStore): OpenedLog => ({ store, label: 'shared', appliesGroupsInOrder: false, shared: true });
async function sqlite(): Promise<EventStore> {
  const store = await SqliteEventStore.open(join(folder, randomUUID(), 'events.sqlite'));
  opened.push(store);
  return store;
}
const copy = (source: OpenedLog, target: OpenedLog, signal = new AbortController().signal) => copyLog({ source, target, progress: silentProgress, signal, retryPauseMs: 0 });

/** Fails after some appends, with some of the group written or not. */
class Flaky extends InMemoryEventStore {
  left = Infinity;
  calls = 0;
  override async append(...call: Parameters<InMemoryEventStore['append']>): Promise<AppendResult> {
    this.calls += 1;
    if (this.left <= 0) throw new EventStoreUnavailable('away');
    this.left -= 1;
    const result = await super.append(...call);
    if (this.calls % 7 === 0) throw new EventStoreUnavailable('the answer was lost');
    return result;
  }
}
/** Applies the appends of a group in the opposite order. */
class Unordered extends InMemoryEventStore {
  override async appendEach(appends: readonly Append[]): Promise<readonly PromiseSettledResult<AppendResult>[]> {
    return (await super.appendEach(appends.toReversed())).toReversed();
  }
}

describe('Copying a log', () => {
  it('brings streams, revisions, ids, types, data and metadata over in the same order, and back again', async () => {
    const [origin, middle, back] = [await sqlite(), new Unordered(2n ** 60n), await sqlite()];
    await new HallLog(origin).grow(2_345, 70);
    const there = await copy(embedded(origin), shared(middle));
    expect(there).toMatchObject({ copied: 2_345, alreadyThere: 0, foreignInSource: 0 });
    const again = await copy(shared(middle), embedded(back));
    expect(again).toMatchObject({ copied: 2_345, digest: there.digest });
    const contents = await contentsOf(origin);
    expect(contents).toHaveLength(2_345);
    expect(await contentsOf(middle)).toEqual(contents);
    expect(await contentsOf(back)).toEqual(contents);
  });

  it('adds nothing the second time, and brings over what was recorded since', async () => {
    const [origin, target] = [await sqlite(), new InMemoryEventStore()];
    const hall = new HallLog(origin);
    await hall.grow(300, 9);
    await copy(embedded(origin), embedded(target));
    expect(await copy(embedded(origin), embedded(target))).toMatchObject({ copied: 0, alreadyThere: 300 });
    await hall.append('serviceRequest-hall.1', 5);
    expect(await copy(embedded(origin), embedded(target))).toMatchObject({ copied: 5, alreadyThere: 300 });
    expect(await contentsOf(target)).toEqual(await contentsOf(origin));
  });

  it.each([embedded, shared])('goes on where it stopped, and sends again what had no answer', async (as) => {
    const [origin, target] = [await sqlite(), new Flaky()];
    await new HallLog(origin).grow(1_200, 40);
    target.left = 400;
    await expect(copy(embedded(origin), as(target))).rejects.toThrow(EventStoreUnavailable);
    const half = (await contentsOf(target)).length;
    expect(half).toBeGreaterThan(399);
    expect(half).toBeLessThan(1_200);
    target.left = Infinity;
    expect(await copy(embedded(origin), as(target))).toMatchObject({ copied: 1_200 - half, alreadyThere: half });
    expect(await contentsOf(target)).toEqual(await contentsOf(origin));
  });

  it('leaves out the streams of others, on both sides, and says how many', async () => {
    const [source, target] = [new InMemoryEventStore(), new InMemoryEventStore()];
    const hall = new HallLog(source);
    await source.append('billing-1', 'no-stream', [anEvent(), anEvent()]);
    await hall.grow(50, 3);
    await source.append('serviceRequestish', 'no-stream', [anEvent()]);
    await target.append('billing-2', 'no-stream', [anEvent()]);
    expect(await copy(shared(source), shared(target))).toMatchObject({ copied: 50, foreignInSource: 3, foreignInTarget: 1 });
    const ours = ['department', 'serviceRequest'];
    expect(await contentsOf(target, ours)).toEqual(await contentsOf(source, ours));
    expect((await contentsOf(target)).map(({ stream }) => stream)).not.toContain('billing-1');
  });

  it('stops at a stream of the embedded log that it does not know, rather than lose it', async () => {
    const source = new InMemoryEventStore();
    await source.append('complaint-1', 'no-stream', [anEvent()]);
    await expect(copy(embedded(source), shared(new InMemoryEventStore()))).rejects.toThrow('UNKNOWN_STREAM');
  });

  it('carries leases, so that their tokens go on growing', async () => {
    const [source, target] = [new InMemoryEventStore(), new InMemoryEventStore()];
    await new HallLog(source).append('lease-nightly', 1, () => ({ token: 7 }));
    expect(await copy(embedded(source), shared(target))).toMatchObject({ copied: 1 });
    expect(await contentsOf(target)).toEqual(await contentsOf(source));
  });

  it('refuses a target with other events in the same stream, in another stream, or ahead of the source', async () => {
    const source = new InMemoryEventStore();
    await new HallLog(source).grow(20, 2);
    const same = new InMemoryEventStore();
    await new HallLog(same).grow(20, 2);
    await expect(copy(embedded(source), shared(same))).rejects.toThrow('TARGET_HAS_OTHER_EVENTS');
    const other = new InMemoryEventStore();
    await new HallLog(other).append('serviceRequest-hall.other', 1);
    await expect(copy(embedded(source), shared(other))).rejects.toThrow('TARGET_HAS_OTHER_EVENTS');
    const ahead = new InMemoryEventStore();
    await copy(embedded(source), shared(ahead));
    await new HallLog(ahead).append('serviceRequest-hall.new', 1);
    await expect(copy(embedded(source), shared(ahead))).rejects.toThrow('TARGET_IS_AHEAD');
    expect(await contentsOf(other)).toHaveLength(1);
  });

  it('refuses when somebody writes to a stream of the target while it is copied to', async () => {
    class Raced extends InMemoryEventStore {
      private raced = false;
      override async append(...call: Parameters<InMemoryEventStore['append']>): Promise<AppendResult> {
        if (!this.raced && call[0] === 'serviceRequest-hall.1') {
          this.raced = true;
          await super.append(call[0], 'no-stream', [anEvent()]);
        }
        return super.append(...call);
      }
    }
    const source = new InMemoryEventStore();
    await new HallLog(source).grow(20, 2);
    await expect(copy(embedded(source), shared(new Raced()))).rejects.toThrow('TARGET_IS_WRITTEN_TO');
  });

  it('finds in the end that the target does not hold what was sent', async () => {
    class Forgetful extends InMemoryEventStore {
      override async readAll(...call: Parameters<InMemoryEventStore['readAll']>) {
        return (await super.readAll(...call)).slice(0, -1);
      }
    }
    const source = new InMemoryEventStore();
    await new HallLog(source).grow(20, 2);
    await expect(copy(embedded(source), shared(new Forgetful()))).rejects.toThrow('LOGS_DIFFER');
  });

  it('copies nothing behind an event whose chain does not hold', async () => {
    const source = new InMemoryEventStore();
    const hall = new HallLog(source);
    await hall.append('serviceRequest-hall.1', 3);
    await source.append('serviceRequest-hall.1', 2n, [anEvent({ metadata: { hash: 'f'.repeat(64), previousHash: null } })]);
    await hall.append('serviceRequest-hall.2', 3);
    const target = new InMemoryEventStore();
    await expect(copy(embedded(source), embedded(target))).rejects.toThrow('serviceRequest-hall.1 revision 3');
    expect((await contentsOf(target)).length).toBeLessThan(4);
  });

  it('stops at an interruption and can go on', async () => {
    const [source, target] = [new InMemoryEventStore(), new InMemoryEventStore()];
    await new HallLog(source).grow(900, 20);
    const stop = new AbortController();
    stop.abort();
    await expect(copy(embedded(source), embedded(target), stop.signal)).rejects.toThrow('INTERRUPTED');
    expect(await copy(embedded(source), embedded(target))).toMatchObject({ copied: 900 });
  });
});
