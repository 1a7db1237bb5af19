import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { randomIntegers, runSeed } from '../../support/event-store/random.js';
import { compileSources } from '../../support/compile-sources.js';
import { PROJECTION } from '../../support/projection-parts.js';
import { projectedDigest } from '../../support/read-side-projector.js';
import { demoInFolder } from '../../support/recorded-demo.js';

jest.setTimeout(180_000);

const CHILD = join(import.meta.dirname, '../../support/read-side.child.mjs');
const BATCH = 40;

describe('a process that projects and is killed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'projection-kill-'));
  const log = join(folder, 'events.sqlite');
  const random = randomIntegers(runSeed);
  let compiled: string;
  beforeAll(async () => {
    compiled = compileSources(folder, PROJECTION);
    await demoInFolder({ seed: 31, requestsPerYear: 150 }, folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Kills the process a moment after its commit number `commits`, somewhere in the next batch. Answers whether it was cut short. */
  async function projectUntilKilled(file: string, commits: number): Promise<boolean> {
    const child = spawn(process.execPath, [CHILD, compiled, log, file, String(BATCH)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    let [heard, finished] = [0, false];
    for await (const line of createInterface({ input: child.stdout })) {
      heard += 1;
      finished ||= line === 'done';
      if (heard < commits && !finished) continue;
      await new Promise((resolve) => setTimeout(resolve, random(12)));
      child.kill('SIGKILL');
    }
    const [, signal] = (await ended) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
    return !finished;
  }

  it(`leaves a read model that goes on to what a clean replay writes, killed again and again (SEED=${runSeed})`, async () => {
    const store = await SqliteEventStore.open(log);
    const clean = await projectedDigest(store);
    for (const file of ['first.duckdb', 'second.duckdb']) {
      let kills = 0;
      while (kills < 6 && await projectUntilKilled(join(folder, file), 1 + random(9))) kills += 1;
      expect(kills).toBeGreaterThan(1);
      expect(await projectedDigest(store, { file: join(folder, file) })).toEqual(clean);
    }
    await store.close();
  });
});
