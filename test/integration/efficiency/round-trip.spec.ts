import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { dumpLog } from '../../../src/operations/dump/dump-log.js';
import { loadLog } from '../../../src/operations/dump/load-log.js';
import { silentProgress } from '../../../src/operations/progress.js';
import { allFacts, allFigures, copyThrough, storyOf } from '../../support/exports/round-trip.js';
import { reportOf } from '../../support/graphql-figures.js';
import { HandClock, type ReadSide, startReadSide } from '../../support/read-side.js';
import { digestOf } from '../../support/read-side-digest.js';
import { DEMO_NOW, DEMO_NOW_MS, startDemo } from '../../support/read-side-demo.js';

jest.setTimeout(120_000);

describe('A year of the demo hall', () => {
  let demo: ReadSide;
  let folder: string;
  const opened: ReadSide[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'round-trip-'));
    demo = await startDemo({ seed: 20_260_301, requestsPerYear: 80 });
  });
  afterAll(async () => {
    await Promise.all([demo, ...opened].map((side) => side.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['histories.csv', 'histories.xes'])('comes back from %s into an empty log with every figure and every fact', async (name) => {
    const { copy, imported } = await copyThrough(demo, name, DEMO_NOW_MS);
    opened.push(copy);
    expect([imported.error, imported.rejects]).toEqual([null, []]);
    expect(await storyOf(copy.store)).toEqual(await storyOf(demo.store));
    expect(await allFacts(copy)).toEqual(await allFacts(demo));
    if (name.endsWith('.xes')) expect(await allFigures(copy, DEMO_NOW)).toEqual(await allFigures(demo, DEMO_NOW));
  });

  it('comes back from a dump with what was known at every position and instant, to the digit', async () => {
    const [file, dataDir] = [join(folder, 'log.jsonl.gz'), join(folder, 'restored')];
    const { signal } = new AbortController();
    const options = { progress: silentProgress, signal };
    await dumpLog({ ...options, source: { store: demo.store, label: 'demo', appliesGroupsInOrder: true, shared: false }, to: file });
    const store = await SqliteEventStore.open(join(dataDir, 'events.sqlite'));
    const { events, positionsKept } = await loadLog({ ...options, from: file, target: { store, label: 'restored', appliesGroupsInOrder: true, shared: false } });
    await store.close();
    expect(positionsKept).toBe(true);
    const restored = await startReadSide({ clock: new HandClock(DEMO_NOW_MS), dataDir });
    opened.push(restored);
    await restored.readModel.caughtUp();
    const head = Number(demo.readModel.position());
    for (const share of [0.2, 0.5, 0.9, 1]) {
      const position = BigInt(Math.floor(head * share));
      expect(await digestOf(restored.readModel, position)).toEqual(await digestOf(demo.readModel, position));
    }
    const asKnownAt = { position: String(Math.floor(head / 2)) };
    expect(await reportOf(restored, { asKnownAt })).toEqual(await reportOf(demo, { asKnownAt }));
    expect(events).toBeGreaterThan(400);
  });
});
