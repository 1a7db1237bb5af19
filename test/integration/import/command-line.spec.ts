import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

jest.setTimeout(300_000);

const ROOT = join(import.meta.dirname, '../../..');
const MAIN = process.env['IMPORT_MAIN'] ?? join(ROOT, 'dist/import/main.js');
const built = existsSync(MAIN);
if (!built) process.stderr.write(`Left out, there is no build (npm run build): the import on the command line\n`);

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: ROOT });
  let out = '';
  let err = '';
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  return { child, ended };
}
const run = (...args: readonly string[]): Promise<Ended> => start(args).ended;

const MAPPING = `
source: log
hall: hall
shape: state-log
columns: { case: case, time: time, holder: team, serviceItem: { constant: item } }
states: { completed: [{ column: state, values: [Completed] }] }
calendar: { id: always-open, zone: UTC, week: daily 00:00-24:00 }
`;
const HEADER = 'case,time,team,state\n';
const rows = (cases: number): string =>
  Array.from({ length: cases }, (_, index) =>
    [`c${index},2020-01-02T09:00:00Z,A,x`, `c${index},2020-01-02T10:00:00Z,B,x`, `c${index},2020-01-02T11:00:00Z,B,Completed`].join('\n'),
  ).join('\n');

(built ? describe : describe.skip)('the import on the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'import-cli-'));
  const path = (name: string): string => join(folder, name);
  const written = (name: string, content: string | Buffer): string => {
    writeFileSync(path(name), content);
    return path(name);
  };
  const mapping = written('mapping.yaml', MAPPING);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('imports, reports, writes the rejects, and adds nothing the second time', async () => {
    const file = written('log.csv', `${HEADER}${rows(3)}\nc9,nonsense,A,x\n`);
    const args = [file, '--mapping', mapping, '--data', path('one'), '--report', path('report.json')];
    const first = await run(...args);
    expect([first.code, first.err]).toEqual([0, expect.stringContaining('100%')]);
    expect(first.out).toMatch(/total\s+9\s+0\s+0/);
    const rejects = readFileSync(join(path('one'), 'import', 'log.csv.rejects.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    expect(rejects.map((line) => JSON.parse(line).code)).toEqual(['TIME_UNREADABLE']);
    expect(JSON.parse(readFileSync(path('report.json'), 'utf8'))).toMatchObject({
      cases: 4,
      rows: 10,
      total: { recorded: 9 },
      unreadableRows: { TIME_UNREADABLE: 1 },
    });
    expect((await run(...args)).out).toMatch(/total\s+0\s+9\s+0/);
  });

  it('goes on where a kill -9 left it, and ends with what an unbroken run ends with', async () => {
    const file = written('big.csv', HEADER + rows(4_000));
    const args = [file, '-m', mapping, '-d', path('killed'), '-q', '--report', path('killed.json')];
    const { child, ended } = start([file, '-m', mapping, '-d', path('killed')]);
    // It is in the middle when it first tells how far it is with the recording.
    child.stderr.on('data', (text: Buffer) => text.toString().includes('recording') && child.kill('SIGKILL'));
    expect((await ended).code).toBeNull();
    expect((await run(...args)).code).toBe(0);
    const { total } = JSON.parse(readFileSync(path('killed.json'), 'utf8'));
    expect(total.recorded + total.alreadyRecorded).toBe(12_000);
    expect(total.refused).toBe(0);
    await run(...args);
    expect(JSON.parse(readFileSync(path('killed.json'), 'utf8')).total).toEqual({ recorded: 0, alreadyRecorded: 12_000, refused: 0 });
  });

  it('stops cleanly when interrupted, and says how to go on', async () => {
    const file = written('long.csv', HEADER + rows(4_000));
    const { child, ended } = start([file, '-m', mapping, '-d', path('interrupted')]);
    let asked = false;
    child.stderr.on('data', (text: Buffer) => {
      if (!asked && text.toString().includes('recording')) asked = child.kill('SIGINT');
    });
    const { code, out, err } = await ended;
    expect(code).toBe(130);
    expect(out).toContain('STOPPED before the end');
    expect(err).toContain('run the same command again');
  });

  it.each([
    ['a cut gzip', 'cut.csv.gz', gzipSync(HEADER + rows(100)).subarray(0, 100), 'FILE_TRUNCATED', 3],
    ['malformed XML', 'bad.xes', '<log>\n<trace>\n</log>', 'MALFORMED_XML: line 3', 3],
    ['a table without the columns', 'other.csv', 'a,b\n1,2\n', 'COLUMN_UNKNOWN: line 1', 3],
  ])('ends with a code and a sentence for %s', async (_, name, content, message, code) => {
    const ended = await run(written(name, content), '-m', mapping, '-d', path('broken'));
    expect([ended.code, ended.err]).toEqual([code, expect.stringContaining(message)]);
    expect(ended.err).not.toContain('    at ');
  });

  it('ends with 2 for a wrong mapping or missing arguments, and with 3 for an absent file, and makes no store', async () => {
    expect((await run(written('x.csv', HEADER), '-m', written('bad.yaml', 'hal: x\n'), '-d', path('none'))).code).toBe(2);
    expect((await run(path('x.csv'))).code).toBe(2);
    expect((await run(path('absent.csv'), '-m', mapping, '-d', path('none'))).code).toBe(3);
    expect(existsSync(path('none'))).toBe(false);
  });

  it('ends with 3 for a file that is damaged, names the line, and records nothing', async () => {
    const file = written('damaged.csv', `${HEADER}${rows(2)}\nc9,"2020-01-02T09:00:00Z,A,x\n`);
    const { code, err } = await run(file, '--mapping', mapping, '--data', path('damaged'), '--quiet');
    expect([code, err]).toEqual([3, expect.stringMatching(/MALFORMED_CSV: line 8: /)]);
    const again = await run(written('whole.csv', HEADER + rows(2)), '--mapping', mapping, '--data', path('damaged'));
    expect(again.out).toMatch(/total\s+6\s+0\s+0/);
  });

  it('explains itself in English and Chinese', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    expect(out).toContain('--mapping');
    expect(out).toContain('映射文件');
  });

  it('measures bare inserts of the same rows beside itself', async () => {
    const { code, out } = await run(written('bench.csv', HEADER + rows(50)), '-m', mapping, '-d', path('bench'), '--bench');
    expect(code).toBe(0);
    expect(out).toMatch(/bare SQLite inserts: 150 rows/);
    expect(out).toMatch(/import ÷ bare inserts: \d/);
  });
});
