import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { ReadModelFiles, readModelFolder } from '../../../src/efficiency/read-model/read-model-files.js';
import { rebuild } from '../../../src/efficiency/read-model/rebuild.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { builtRebuild, runRebuild, startRebuild } from '../../support/rebuild-command.js';
import { demoInFolder } from '../../support/recorded-demo.js';

jest.setTimeout(240_000);

(builtRebuild() ? describe : describe.skip)('the rebuild on the command line', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'rebuild-cli-'));
  const folder = readModelFolder(dataDir);
  const files = (): readonly string[] => readdirSync(folder).filter((name) => name.includes('.duckdb')).sort();
  beforeAll(async () => {
    await demoInFolder({ seed: 71, requestsPerYear: 30 }, dataDir);
    const store = await SqliteEventStore.open(join(dataDir, 'events.sqlite'));
    await rebuild(store, new ReadModelFiles(folder), { memoryMb: 100, nowMs: () => 0 });
    await store.close();
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('explains itself in two languages, with its exit codes', async () => {
    const { code, out } = await runRebuild('--help');
    expect([code, out]).toEqual([0, expect.stringMatching(/--verify[\s\S]*Exit codes 退出码:[\s\S]*摘要不一致/)]);
  });

  it.each([['--memory-mb', 'plenty'], ['--memory-mb', '1'], ['--verifi'], ['--data', '/nowhere/at/all']])('refuses wrong arguments with 2: %s %s', async (...args) => {
    const { code, err } = await runRebuild(...args);
    expect([code, err]).toEqual([2, expect.stringMatching(/\S/)]);
  });

  it('ends with 4 when there is no model to verify', async () => {
    const empty = join(dataDir, 'empty');
    mkdirSync(empty);
    const { code, err } = await runRebuild('--data', dataDir, '--read-model', empty, '--verify', '--quiet');
    expect([code, err]).toEqual([4, expect.stringMatching(/no finished read model[\s\S]*unchanged[\s\S]*不变/)]);
  });

  it('builds twice, shows how far it is, tells the digest, and leaves one file; a verification then says the same', async () => {
    const before = files();
    expect(before).toHaveLength(1);
    const { code, out, err } = await runRebuild('--data', dataDir);
    expect([code, `${out}${err}`]).toEqual([0, expect.stringMatching(/100%/)]);
    const [, stated] = /同|一致\): ([0-9a-f]{64} at position \d+)/.exec(out)!;
    expect(out).toContain(`Swapped in (已切换): ${new ReadModelFiles(folder).pointer()!.file}`);
    expect([files().length, files()[0] === before[0]]).toEqual([1, false]);
    const verified = await runRebuild('--data', dataDir, '--verify', '--quiet');
    expect([verified.code, verified.out, verified.err]).toEqual([0, expect.stringContaining(`agree (核对一致): ${stated}`), '']);
  });

  it('leaves everything as it was when it is interrupted, and ends with 130', async () => {
    const before = files();
    const { child, ended } = startRebuild('--data', dataDir, '--quiet');
    while (!files().some((name) => name.endsWith('.building'))) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGINT');
    const { code, err } = await ended;
    expect([code, err, files()]).toEqual([130, expect.stringMatching(/nothing was changed.*已中断/), before]);
  });

  it('ends with 3 and tells both digests when the model in use says otherwise, and changes nothing', async () => {
    const { file } = new ReadModelFiles(folder).pointer()!;
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    await connection.run('DELETE FROM transfers WHERE rowid = 1');
    connection.closeSync();
    instance.closeSync();
    const before = files();
    const { code, err } = await runRebuild('--data', dataDir, '--verify', '--quiet');
    expect([code, err]).toEqual([3, expect.stringMatching(/states [0-9a-f]{64} at position \d+, an independent one [0-9a-f]{64}; they differ in transfers\.[\s\S]*不一致[\s\S]*unchanged/)]);
    expect(files()).toEqual(before);
  });
});
