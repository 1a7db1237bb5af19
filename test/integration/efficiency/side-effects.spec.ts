import { rebuild } from '../../../src/efficiency/read-model/rebuild.js';
import { verify } from '../../../src/efficiency/read-model/verify.js';
import type { RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { ModelFolder, until } from '../../support/model-folder.js';
import { appendAll, demoLog, type LoggedEvent } from '../../support/read-side-log.js';

jest.setTimeout(120_000);

const options = { memoryMb: 100, nowMs: () => 1_000 };

/** A test side effect: it writes down what it was run for. */
describe('a side effect', () => {
  let year: readonly LoggedEvent[];
  let log: InMemoryEventStore;
  let folder: ModelFolder;
  let ran: bigint[];
  let failing: Set<bigint>;
  let appended: number;
  beforeAll(async () => { year = await demoLog({ seed: 81, requestsPerYear: 30 }); });
  beforeEach(async () => {
    [log, ran, failing, appended] = [new InMemoryEventStore(), [], new Set(), 0];
    folder = new ModelFolder(log);
    const run = async ({ position }: RecordedEvent): Promise<void> => {
      if (failing.delete(position)) throw new Error(`not now, ${position}`);
      ran.push(position);
    };
    folder.sideEffects = [{ name: 'write-down', run }];
    await append(100);
  });
  afterEach(async () => {
    await folder.remove();
    await log.close();
  });

  /** Appends the next events. Answers their positions. */
  async function append(count: number): Promise<readonly bigint[]> {
    const before = await log.head();
    await appendAll(log, year.slice(appended, appended + count));
    appended += count;
    return (await log.readAll(before, 10_000)).map(({ position }) => position);
  }

  it('is run for events that come once the model has caught up, after their facts are committed, and for none before', async () => {
    const service = await folder.serving();
    await until(() => service.status().rebuilding === false);
    const mark = async (): Promise<boolean> => (await service.query('SELECT 1 FROM side_effects')).length === 1;
    while (!(await mark())) await new Promise((resolve) => setTimeout(resolve, 10));
    const live = await append(30);
    await until(() => ran.length >= live.length);
    expect(ran).toEqual(live);
    expect(service.position()).toBe(live.at(-1));
  });

  it('is held back in a rebuild and a verification, and goes on where it was after a restart and in the model that is swapped in', async () => {
    const first = await folder.serving();
    while ((await first.query('SELECT 1 FROM side_effects')).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const live = [...await append(20)];
    await until(() => ran.length >= live.length);
    await folder.stop(first);
    live.push(...await append(20));
    await verify(folder.store, folder.files, { ...options, statedMsMax: 1_000 });
    await rebuild(folder.store, folder.files, options);
    expect(ran).toEqual(live.slice(0, 20));
    const second = await folder.serving();
    await until(() => ran.length >= live.length);
    const { file } = await rebuild(folder.store, folder.files, options);
    live.push(...await append(20));
    const inUse = async (): Promise<unknown> => (await second.query<{ path: string }>('SELECT path FROM duckdb_databases() WHERE NOT internal'))[0]?.path;
    while ((await inUse()) !== file) await new Promise((resolve) => setTimeout(resolve, 20));
    live.push(...await append(20));
    await until(() => ran.length >= live.length);
    expect(ran).toEqual(live);
  });

  it('that says which events it is for is run for those, and its mark is kept when one was run, and when the service stops', async () => {
    const [first] = await log.readAll(49n, 1);
    let looked = -1n;
    folder.sideEffects = [{ ...folder.sideEffects[0]!, fromFirstEvent: true, isFor: ({ position }) => { looked = position; return position === 50n; } }];
    const service = await folder.serving();
    const mark = async (): Promise<bigint | null> => (await service.query<{ handled: bigint }>('SELECT handled FROM side_effects'))[0]?.handled ?? null;
    while (((await mark()) ?? -1n) < 50n) await new Promise((resolve) => setTimeout(resolve, 10));
    const kept = await mark();
    const live = await append(20);
    await until(() => looked === live.at(-1));
    expect([ran, await mark(), first?.position]).toEqual([[50n], kept, 50n]);
    await folder.stop(service);
    folder.sideEffects = [];
    const again = await folder.serving();
    const [row] = await again.query<{ handled: bigint }>('SELECT handled FROM side_effects');
    expect(row?.handled).toBe(await log.head());
  });

  it('that fails is run again, and those after it wait; the figures do not', async () => {
    const service = await folder.serving();
    while ((await service.query('SELECT 1 FROM side_effects')).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    failing = new Set((await log.head()) === null ? [] : [(await log.head())! + 3n]);
    const live = await append(10);
    await service.caughtUp();
    expect(service.position()).toBe(live.at(-1));
    await until(() => ran.length >= live.length);
    expect(ran).toEqual(live);
    expect(folder.errors).toEqual([new Error(`not now, ${live[2]}`)]);
  });
});
