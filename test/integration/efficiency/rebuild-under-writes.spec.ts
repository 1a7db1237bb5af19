import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDemo } from '../../../src/demo/load-demo.js';
import { buildModel } from '../../../src/efficiency/read-model/build-model.js';
import { ReadModelFiles, readModelFolder } from '../../../src/efficiency/read-model/read-model-files.js';
import { DEMO_NOW_MS, startDemo } from '../../support/read-side-demo.js';
import type { ReadSide } from '../../support/read-side.js';
import { builtRebuild, startRebuild } from '../../support/rebuild-command.js';

jest.setTimeout(240_000);

const ASKERS = 2;
const QUESTION = '{ departmentEfficiency { position total { received closures buckPasses } } }';
interface Answered {
  readonly position: bigint;
  readonly received: number;
  readonly atMs: number;
  readonly tookMs: number;
}

(builtRebuild() ? describe : describe.skip)('a rebuild by another process while events arrive and questions are asked without pause', () => {
  let dataDir: string;
  let side: ReadSide;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'under-writes-'));
    side = await startDemo({ seed: 61, requestsPerYear: 60 }, dataDir);
  });
  afterAll(async () => {
    await side.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  let over = false;
  const pointed = (): string | undefined => new ReadModelFiles(readModelFolder(dataDir)).pointer()?.file;
  const inUse = async (): Promise<string> =>
    (await side.readModel.query<{ path: string }>('SELECT path FROM duckdb_databases() WHERE NOT internal'))[0]!.path;

  async function ask(answers: Answered[]): Promise<void> {
    while (!over) {
      const startedMs = performance.now();
      const { departmentEfficiency: { position, total } } = await side.ask(QUESTION);
      answers.push({ position: BigInt(position as string), received: total.received, atMs: performance.now(), tookMs: performance.now() - startedMs });
    }
  }
  async function write(): Promise<number> {
    let loads = 0;
    for (; !over; loads += 1) await loadDemo(side.bus, { seed: 100 + loads, until: DEMO_NOW_MS, hallId: `hall${loads}`, from: '2026-01-01', requestsPerYear: 15 });
    return loads;
  }
  /** When the pointer was seen switched, and when the service was seen to use the new file. */
  async function swapped(old: string): Promise<readonly [number, number]> {
    while (pointed() === old) await new Promise((resolve) => setTimeout(resolve, 5));
    const switchedMs = performance.now();
    while ((await inUse()) === old) await new Promise((resolve) => setTimeout(resolve, 5));
    return [switchedMs, performance.now()];
  }

  it('fails no question, lets none go back or stand still, and ends in what an independent pass states', async () => {
    const old = pointed()!;
    const answered = Array.from({ length: ASKERS }, (): Answered[] => []);
    const askers = answered.map(ask);
    const writer = write();
    const { ended } = startRebuild('--data', dataDir, '--memory-mb', '100');
    const [switchedMs, takenMs] = await swapped(old);
    const { code, out } = await ended;
    const after = (await side.store.head())!;
    // Every asker hears of what was recorded after the switch: else this would not end.
    const hasHeard = (answers: readonly Answered[]): boolean => new Set(answers.filter(({ position }) => position > after).map(({ position }) => position)).size > 1;
    while (!answered.every(hasHeard)) await Promise.race([...askers, new Promise((resolve) => setTimeout(resolve, 20))]);
    over = true;
    await Promise.all(askers);
    expect(await writer).toBeGreaterThan(1);
    expect([code, out]).toEqual([0, expect.stringMatching(/same digest.*: [0-9a-f]{64} at position \d+\n/)]);

    for (const answers of answered) {
      const backwards = answers.filter(({ position, received }, index) => index > 0 && (position < answers[index - 1]!.position || received < answers[index - 1]!.received));
      expect(backwards).toEqual([]);
      expect(new Set(answers.filter(({ atMs }) => atMs < switchedMs).map(({ position }) => position)).size).toBeGreaterThan(1);
    }
    await side.readModel.caughtUp();
    const own = await side.readModel.digest();
    expect(own.position).toBe(await side.store.head());
    expect(await buildModel(join(dataDir, 'independent.duckdb'), side.store, { memoryMb: 100, nowMs: () => 0, batchEventsMax: 313 }, own.position)).toEqual(own);
    while (readdirSync(readModelFolder(dataDir)).filter((name) => name.endsWith('.duckdb')).length > 1) await new Promise((resolve) => setTimeout(resolve, 20));

    const all = answered.flat();
    const during = all.filter(({ atMs, tookMs }) => atMs > switchedMs && atMs - tookMs < takenMs);
    const longest = (of: readonly Answered[]): string => Math.max(0, ...of.map(({ tookMs }) => tookMs)).toFixed(0);
    process.stdout.write(`Rebuild under writes: ${all.length} answers, none failed, longest ${longest(all)} ms; from the pointer's switch to the new file in use `
      + `${(takenMs - switchedMs).toFixed(0)} ms, longest answer meanwhile ${longest(during)} ms of ${during.length}\n`);
  });

  it('is asked for its digest by a verification in another process', async () => {
    const { code, out } = await startRebuild('--data', dataDir, '--verify', '--quiet').ended;
    const { digest, position } = await side.readModel.digest();
    expect([code, out]).toEqual([0, expect.stringContaining(`agree (核对一致): ${digest} at position ${position}`)]);
  });
});
