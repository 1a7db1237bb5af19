import { mkdtemp, rm } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDemo } from '../../../src/demo/load-demo.js';
import { ReadModelFiles, readModelFolder } from '../../../src/efficiency/read-model/read-model-files.js';
import { rebuild } from '../../../src/efficiency/read-model/rebuild.js';
import { reportOf } from '../../support/graphql-figures.js';
import { opened } from '../../support/graphql-opened.js';
import { DEMO_NOW, DEMO_NOW_MS, startDemo } from '../../support/read-side-demo.js';
import { digestOf } from '../../support/read-side-digest.js';
import { projectedDigest } from '../../support/read-side-projector.js';
import type { ReadSide } from '../../support/read-side.js';

jest.setTimeout(180_000);

const ASKERS = 4;

describe('a rebuild', () => {
  let dataDir: string;
  let side: ReadSide;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'rebuild-'));
    side = await startDemo({ seed: 41, requestsPerYear: 150 }, dataDir);
  });
  afterEach(async () => {
    await side.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const progress: (readonly [string, bigint])[] = [];
  const rebuilt = async (): Promise<string> => {
    const options = { memoryMb: 100, nowMs: () => DEMO_NOW_MS + 1, onProgress: (step: string, position: bigint) => progress.push([step, position]) };
    return (await rebuild(side.store, new ReadModelFiles(readModelFolder(dataDir)), options)).file;
  };
  const fileInUse = async (): Promise<string> => {
    const [row] = await side.readModel.query<{ path: string }>('SELECT path FROM duckdb_databases() WHERE NOT internal');
    return row!.path;
  };
  const live = () => digestOf(side.readModel, side.readModel.position());

  async function untilInUse(file: string): Promise<void> {
    while ((await fileInUse()) !== file) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  it('writes what the live projection wrote, and the service takes the file over and deletes the old one', async () => {
    const before = { digest: await live(), report: await reportOf(side) };
    const file = await rebuilt();
    expect(progress.at(-1)).toEqual(['compare', await side.store.head()]);
    expect(progress.findLast(([step]) => step === 'build')?.[1]).toBe(await side.store.head());
    await untilInUse(file);
    expect(await live()).toEqual(before.digest);
    expect(await reportOf(side)).toEqual(before.report);
    while (readdirSync(readModelFolder(dataDir)).length > 3) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(readdirSync(readModelFolder(dataDir)).filter((name) => name.endsWith('.duckdb'))).toHaveLength(1);
  });

  it('lets no question fail or answer otherwise while the file is swapped and events arrive', async () => {
    const position = String(side.readModel.position());
    const question = { at: DEMO_NOW, asKnownAt: { position } };
    const [wanted, list] = [await reportOf(side, question), await opened(side, 'BUCK_PASSES', question, 50)];
    let [over, answers] = [false, 0];
    const asking = Array.from({ length: ASKERS }, async (_, asker) => {
      for (; !over; answers += 1) {
        if (asker === 0) expect(await opened(side, 'BUCK_PASSES', question, 50)).toEqual(list);
        else expect(await reportOf(side, question)).toEqual(wanted);
      }
    });
    const arriving = loadDemo(side.bus, { seed: 42, until: DEMO_NOW_MS, hallId: 'hall', from: '2026-01-01', requestsPerYear: 200 });
    const work = (async () => {
      await untilInUse(await rebuilt());
      await arriving;
    })().finally(() => { over = true; });
    await Promise.all([work, ...asking]);
    expect(answers).toBeGreaterThan(ASKERS);
    await side.readModel.caughtUp();
    expect(side.readModel.position()).toBeGreaterThan(BigInt(position));
    expect(await live()).toEqual(await projectedDigest(side.store));
  });
});
