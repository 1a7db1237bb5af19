import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { EXPORT_NAMES } from '../../../src/efficiency/read-model/exports/export-kinds.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { dumpLog } from '../../../src/operations/dump/dump-log.js';
import { loadLog } from '../../../src/operations/dump/load-log.js';
import { silentProgress } from '../../../src/operations/progress.js';
import { eventfulHall } from '../../support/exports/eventful-hall.js';
import { exportInto } from '../../support/exports/round-trip.js';

jest.setTimeout(120_000);
const ROOT = join(import.meta.dirname, '../../..');
const MAIN = process.env['EXPORT_MAIN'] ?? join(ROOT, 'dist/efficiency/export.main.js');
const built = existsSync(MAIN);
if (!built) process.stderr.write('Left out, there is no build (npm run build): npm run export\n');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
function run(...args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: ROOT, env: { PATH: process.env['PATH'] } });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

(built ? describe : describe.skip)('npm run export', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'export-command-'));
    const { side } = await eventfulHall();
    await exportInto(side, folder, 'histories.xes', 'reference.jsonl');
    const options = { progress: silentProgress, signal: new AbortController().signal };
    await dumpLog({ ...options, source: { store: side.store, label: '', appliesGroupsInOrder: true, shared: false }, to: at('log.jsonl') });
    await side.stop();
    const store = await SqliteEventStore.open(at('data/events.sqlite'));
    await loadLog({ ...options, from: at('log.jsonl'), target: { store, label: '', appliesGroupsInOrder: true, shared: false } });
    await store.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('writes the same log as the service gives, compressed, with its reference data beside it', async () => {
    const { code, out } = await run('--data', at('data'), '--format', 'xes', '--to', at('out.xes.gz'), '--quiet');
    expect([code, out]).toEqual([0, expect.stringContaining('9 requests')]);
    expect(gunzipSync(readFileSync(at('out.xes.gz'))).toString()).toBe(readFileSync(at('histories.xes'), 'utf8'));
    expect(readFileSync(at('out.xes.gz.reference.jsonl'), 'utf8')).toBe(readFileSync(at('reference.jsonl'), 'utf8'));
    const again = await run('--data', at('data'), '--format', 'xes', '--to', at('out.xes.gz'));
    expect([again.code, again.err]).toEqual([3, expect.stringMatching(/FILE_EXISTS.*\n.*已存在/)]);
  });

  it('writes all facts of a department into a folder', async () => {
    const { code, err } = await run('--data', at('data'), '--format', 'csv', '--facts', 'all', '--to', at('facts'), '--department', 'planning', '--quiet');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(readdirSync(at('facts')).sort()).toEqual(EXPORT_NAMES.filter((name) => name.endsWith('.csv') && name !== 'histories.csv').sort());
    expect(readFileSync(at('facts/closures.csv'), 'utf8').split('\r\n').slice(1, -1).map((line) => line.split(',')[1])).toEqual(['1', '6']);
  });

  it('says what is wrong with a wish it cannot fulfil, and writes nothing', async () => {
    const refusals = await Promise.all([['--format', 'parquet'], ['--format', 'xes', '--facts', 'closures'], ['--format', 'csv', '--from', 'Monday'], ['--format', 'xml']]
      .map((args) => run('--data', at('data'), '--to', at('nothing'), ...args)));
    expect(refusals.map(({ code }) => code)).toEqual([2, 2, 2, 2]);
    for (const { err } of refusals.slice(0, 3)) expect(err).toMatch(/BAD_EXPORT: .+\n.*[\u4e00-\u9fff]/);
    expect((await run('--data', at('absent'), '--format', 'csv', '--to', at('nothing'))).err).toContain('LOG_NOT_FOUND');
    expect(readdirSync(folder).filter((name) => name.startsWith('nothing'))).toEqual([]);
  });
});
