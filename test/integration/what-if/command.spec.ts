import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builderInProcess } from '../../../src/efficiency/read-model/what-if/build-in-process.js';
import { builderOver, type RuledBuilder } from '../../../src/efficiency/read-model/what-if/build-ruled.js';
import { RuledModel } from '../../../src/efficiency/read-model/what-if/ruled-model.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { digestOf } from '../../support/read-side-digest.js';
import { eventsOf } from '../../support/read-side-log.js';
import { DEMO_NOW, DEMO_NOW_MS, demoInFolder } from '../../support/recorded-demo.js';
import { flipsByHand } from '../../support/what-if-by-hand.js';
import { rules } from '../../support/what-if.js';

jest.setTimeout(120_000);

const ROOT = join(import.meta.dirname, '../../..');
const DIST = process.env['WHAT_IF_DIST'] ?? join(ROOT, 'dist');
const MAIN = join(DIST, 'efficiency/what-if.main.js');
const BUILD = join(DIST, 'efficiency/what-if-build.main.js');
const built = existsSync(MAIN);
if (!built) process.stderr.write('Left out, there is no build (npm run build): what-ifs on the command line\n');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
function start(...args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: ROOT });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => { out += text.toString(); });
  child.stderr.on('data', (text: Buffer) => { err += text.toString(); });
  return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err }))) };
}

(built ? describe : describe.skip)('a what-if in a program of its own', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'what-if-command-'));
  const log = join(dataDir, 'events.sqlite');
  const file = (name: string, text: string): string => {
    writeFileSync(join(dataDir, name), text);
    return join(dataDir, name);
  };
  const run = (text: string, ...more: readonly string[]): Promise<Ended> => start('--data', dataDir, '--rules', file('rules.yaml', text), '--quiet', ...more).ended;
  beforeAll(() => demoInFolder({ seed: 2026, requestsPerYear: 60 }, dataDir));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('tells in one document what the walk over the days finds', async () => {
    const store = await SqliteEventStore.open(log);
    const byHand = flipsByHand(await eventsOf(store), DEMO_NOW_MS).map(({ request, subject }) => [request, subject]);
    await store.close();
    const { code, out, err } = await run('items: [{ promised: { unit: WORKING_DAY, by: -1 } }]', '--at', DEMO_NOW, '--json');
    const { flips, departments } = JSON.parse(out) as { flips: { request_id: string; subject: string }[]; departments: { departmentId: string | null; differences: object[] }[] };
    expect([code, err, flips.map(({ request_id, subject }) => [request_id, subject])]).toEqual([0, '', byHand]);
    expect([byHand.length > 0, departments[0]!.departmentId, departments[0]!.differences.length > 0]).toEqual([true, null, true]);
  });

  it('tells people that nothing differs, how far it is, and leaves no file behind', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('what-if-'));
    const { code, out, err } = await start('--data', dataDir, '--rules', file('same.yaml', 'items: [{ promised: { unit: WORKING_DAY, by: 0 } }]')).ended;
    expect([code, out, err]).toEqual([0, expect.stringMatching(/No figure differs[\s\S]*Flips 结论变化: 0/), expect.stringMatching(/as it is 现行规则 100%[\s\S]*under the rules 假设规则 100%/)]);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('what-if-'))).toEqual(before);
  });

  it('explains itself, and refuses what it cannot take with a code', async () => {
    const [help, unknown, absent] = await Promise.all([
      start('--help').ended, run('items: [{ codes: [nothing] }]'), start('--data', dataDir, '--rules', join(dataDir, 'none.yaml')).ended,
    ]);
    expect([help.code, help.out]).toEqual([0, expect.stringMatching(/--rules[\s\S]*规则[\s\S]*Exit codes/)]);
    expect([unknown.code, unknown.err]).toEqual([3, expect.stringMatching(/UNKNOWN_SERVICE_ITEM[\s\S]*nothing[\s\S]*事项/)]);
    expect([absent.code, absent.err]).toEqual([2, expect.stringContaining('RULES_NOT_FOUND')]);
  });

  const builtBy = async (builder: RuledBuilder, signal = new AbortController().signal) => {
    const ruled = join(dataDir, 'ruled.duckdb');
    const positions: bigint[] = [];
    const store = await SqliteEventStore.open(log);
    const upTo = (await store.head())!;
    await store.close();
    await builder({ file: ruled, rules: rules({ items: [{ codes: null, urgency: null, route: [] }] }), upTo, memoryMb: 100 }, { signal, onProgress: (position) => positions.push(position) });
    const model = await RuledModel.open(ruled, upTo, 100);
    const digest = await digestOf(model, upTo);
    await model.remove();
    return { digest, positions };
  };

  it('says what it says in this process', async () => {
    const store = await SqliteEventStore.open(log);
    const here = await builtBy(builderOver(store));
    await store.close();
    expect((await builtBy(builderInProcess(BUILD, { kind: 'sqlite', file: log }))).digest).toEqual(here.digest);
  });

  it('is ended at once when it is given up, and its file is gone', async () => {
    const stop = new AbortController();
    const ended = builtBy(builderInProcess(BUILD, { kind: 'sqlite', file: log }), stop.signal);
    setTimeout(() => stop.abort(new Error('given up')), 100);
    await expect(ended).rejects.toThrow('given up');
    expect(readdirSync(dataDir).filter((name) => name.startsWith('ruled'))).toEqual([]);
  });

  it('fails with the reason when there is no log', async () => {
    const builder = builderInProcess(BUILD, { kind: 'sqlite', file: join(dataDir, 'nowhere', 'events.sqlite') });
    await expect(builtBy(builder)).rejects.toThrow('The log is not where it was');
    expect(existsSync(join(dataDir, 'nowhere'))).toBe(false);
  });
});
