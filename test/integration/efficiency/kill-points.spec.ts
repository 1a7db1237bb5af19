import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildModel } from '../../../src/efficiency/read-model/build-model.js';
import { DuckDbReadModel } from '../../../src/efficiency/read-model/duckdb-read-model.js';
import { digestOfModel, type ModelDigest } from '../../../src/efficiency/read-model/model-digest.js';
import { openProjectedModel } from '../../../src/efficiency/read-model/projected-model.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { randomIntegers, runSeed } from '../../support/event-store/random.js';
import { compileSources } from '../../support/compile-sources.js';
import { PROJECTION } from '../../support/projection-parts.js';
import { demoInFolder } from '../../support/recorded-demo.js';

jest.setTimeout(240_000);

const CHILD = join(import.meta.dirname, '../../support/killed-at.child.mjs');
const BATCH = 35;
const PER_EVENT = ['before-handling', 'after-handling'];
const PER_COMMIT = [
  'before-commit', 'after-begin', 'between-two-tables', 'before-checkpoint', 'after-checkpoint', 'before-the-database-commits',
  'after-the-database-committed', 'after-commit', 'after-the-host-noted-it',
];
const PER_EFFECT = ['before-effect', 'after-effect'];
const PER_MARK = ['before-mark', 'after-mark'];

describe(`a process that is killed at a boundary of the projection (SEED=${runSeed})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'kill-points-'));
  const log = join(folder, 'events.sqlite');
  const random = randomIntegers(runSeed);
  let compiled: string;
  let store: SqliteEventStore;
  let clean: ModelDigest;
  beforeAll(async () => {
    compiled = compileSources(folder, PROJECTION);
    await demoInFolder({ seed: 33, requestsPerYear: 35 }, folder);
    store = await SqliteEventStore.open(log);
    clean = await buildModel(join(folder, 'clean.duckdb'), store, { memoryMb: 100, nowMs: () => 0 });
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Answers what it said before it died. */
  async function killedAt(file: string, point: string, count: number): Promise<readonly string[]> {
    const child = spawn(process.execPath, [CHILD, compiled, log, file, String(BATCH), point, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) lines.push(line);
    const [, signal] = (await ended) as [number | null, string | null];
    expect([point, lines.includes('survived'), signal]).toEqual([point, false, 'SIGKILL']);
    return lines;
  }

  async function replayed(file: string): Promise<ModelDigest> {
    const projected = (await openProjectedModel(file, store, { memoryMb: 100, nowMs: () => 0, onError: (error) => { throw error; } }))!;
    await projected.host.caughtUp();
    const digest = await digestOfModel(projected.model, await projected.model.checkpoint());
    await projected.close();
    return digest;
  }

  it.each([...PER_EVENT, ...PER_COMMIT])('goes on to what a clean replay states: %s', async (point) => {
    const file = join(folder, `${point}.duckdb`);
    // At the first passage, and again, further on, in what the first left.
    await killedAt(file, point, 0);
    await killedAt(file, point, PER_EVENT.includes(point) ? 1 + random(3 * BATCH) : 1 + random(3));
    expect(await replayed(file)).toEqual(clean);
  });

  it.each([...PER_EFFECT, ...PER_MARK])('runs each live event’s side effect at least once, in order, none of those before: %s', async (point) => {
    const file = join(folder, `${point}.duckdb`);
    const positions = (await store.readAll(null, 10_000)).map((event) => event.position);
    const wentLive = positions[Math.floor(positions.length * 0.8)]!;
    const model = (await DuckDbReadModel.open(file, { memoryMb: 100 }))!;
    await model.keepHandled('told', wentLive);
    await model.close();
    const said: string[] = [];
    for (const count of [0, 1 + random(PER_MARK.includes(point) ? 1 : 40)]) said.push(...await killedAt(file, point, count));
    expect(await rest(file, said)).toEqual(positions.filter((position) => position > wentLive));
    expect(await replayed(file)).toEqual(clean);
  });

  /** Lets it run to the end. Answers the positions whose effect was run, repetitions left out; they may only go back to what was not marked. */
  async function rest(file: string, said: string[]): Promise<readonly bigint[]> {
    const child = spawn(process.execPath, [CHILD, compiled, log, file, String(BATCH), 'none', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    const last = `effect ${await store.head()}`;
    for await (const line of createInterface({ input: child.stdout })) {
      said.push(line);
      if (said.includes(last) && said.includes('done')) child.kill('SIGKILL');
    }
    await ended;
    const ran = said.filter((line) => line.startsWith('effect ')).map((line) => BigInt(line.slice(7)));
    return [...new Set(ran)];
  }
});
