import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readLog } from '../../../src/import/reading/read-log.js';
import { CASE_ROWS_MAX, type SourceCase } from '../../../src/import/reading/source-case.js';
import type { ImportMapping } from '../../../src/import/mapping/mapping.js';
import { all, mappingWith, TABLE } from './support.js';

const folder = mkdtempSync(join(tmpdir(), 'read-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fileOf = (name: string, content: string | Buffer): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};
const COLUMNS = { case: 'case', time: 'time', holder: 'team', serviceItem: { constant: 'item' } };
const LOG = mappingWith({ states: undefined, columns: COLUMNS });
const cases = (found: readonly SourceCase[]): readonly (readonly [string | undefined, readonly number[]])[] =>
  found.map(({ head, rows }) => [head.value('case') ?? head.value('case:case'), rows.map(({ line }) => line)]);
const read = async (file: string, mapping: ImportMapping = LOG) => cases(await all(readLog(file, mapping)));
const failureOf = (file: string, mapping: ImportMapping = LOG): Promise<unknown> =>
  all(readLog(file, mapping)).catch((error: unknown) => error);

const CSV = 'case,time,team\na,t,A\nb,t,A\na,t,B\n,t,A\nb,t,B\n,t,B\n';
const XES = '<log><trace><string key="case" value="a"/><event/></trace></log>';

describe('a log file', () => {
  it('gathers the rows of a case from anywhere in a table, in order of first appearance', async () => {
    expect(await read(fileOf('log.csv', CSV))).toEqual([
      ['a', [2, 4]],
      ['b', [3, 6]],
      ['', [5]],
      ['', [7]],
    ]);
  });

  it('leaves no temporary file behind, also when the reader stops early or fails', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('import-cases-'));
    for await (const batch of readLog(fileOf('stop.csv', CSV), LOG)) if (batch.length > 0) break;
    await failureOf(fileOf('fail.csv', `${CSV}"open`));
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('import-cases-'))).toEqual(before);
  });

  it('lets every row of a case table be a case', async () => {
    const text = 'case,team,type,source,opened,target,closed\n1,A,x,y,,,\n1,A,x,y,,,\n';
    expect(await read(fileOf('table.csv', text), TABLE)).toEqual([
      ['1', [2]],
      ['1', [3]],
    ]);
  });

  it.each([
    ['plain.csv', Buffer.from(CSV)],
    ['zipped', gzipSync(CSV)],
    ['two members', Buffer.concat([gzipSync(CSV.slice(0, 20)), gzipSync(CSV.slice(20))])],
  ])('is decompressed by its first bytes, not its name: %s', async (name, content) => {
    expect(await read(fileOf(name, content))).toHaveLength(4);
  });

  it.each([
    ['xes', XES],
    ['marked.xes', `\uFEFF<?xml version="1.0"?>${XES}`],
    ['blank first', `  ${XES}`],
  ])('is XES when it begins like XML: %s', async (name, text) => {
    expect(await read(fileOf(name, text))).toEqual([['a', [1]]]);
  });

  it('may begin with a byte-order mark as a table', async () => {
    expect(await read(fileOf('bom.csv', `\uFEFF${CSV}`))).toHaveLength(4);
  });

  it('is read in the encoding that the mapping names', async () => {
    // 规划局 in GB 18030.
    const text = Buffer.concat([Buffer.from('case,time,team\na,t,'), Buffer.from([0xb9, 0xe6, 0xbb, 0xae, 0xbe, 0xd6]), Buffer.from('\n')]);
    const [found] = await all(readLog(fileOf('gb.csv', text), { ...LOG, encoding: 'gb18030' }));
    expect(found?.rows[0]?.value('team')).toBe('规划局');
    expect(await failureOf(join(folder, 'gb.csv'))).toMatchObject({ code: 'NOT_TEXT' });
  });

  it('that ends early or is damaged is told with the line reached', async () => {
    // Not compressible, so that cutting the end leaves whole lines before it.
    let state = 1;
    const noise = Array.from({ length: 20_000 }, () => ((state = (state * 48_271) % 2_147_483_647), `${state},t,A`)).join('\n');
    const whole = gzipSync(`case,time,team\n${noise}\n`);
    const cut = (await failureOf(fileOf('cut.gz', whole.subarray(0, whole.length - 5_000)))) as { code: string; line: number };
    expect(cut.code).toBe('FILE_TRUNCATED');
    expect(cut.line).toBeGreaterThan(1);
    const flipped = Buffer.from(whole);
    flipped.fill(0xff, whole.length - 5_000, whole.length - 4_000);
    expect(await failureOf(fileOf('flipped.gz', flipped))).toMatchObject({ code: 'FILE_DAMAGED' });
    expect(await failureOf(fileOf('cut.xes.gz', gzipSync(XES.repeat(1)).subarray(0, 40)))).toMatchObject({ code: 'FILE_TRUNCATED' });
  });

  it('that is absent or a folder is told by its path', async () => {
    expect(await failureOf(join(folder, 'absent.csv'))).toMatchObject({ code: 'FILE_UNREADABLE' });
    expect(await failureOf(folder)).toMatchObject({ code: 'FILE_UNREADABLE' });
  });

  it('without a column of the mapping is refused with what may be meant', async () => {
    const error = await failureOf(fileOf('columns.csv', 'case,time,teams\na,t,A\n'));
    expect(error).toMatchObject({ code: 'COLUMN_UNKNOWN', line: 1 });
    expect(String(error)).toContain('"team" (did you mean "teams"?)');
  });

  it('tells how much is read, up to all of it', async () => {
    const shares: number[] = [];
    await all(readLog(fileOf('progress.csv', CSV), LOG, { gather: false, onProgress: (share) => shares.push(share) }));
    expect(shares.at(-1)).toBe(1);
  });

  it('may hold only so many rows of one case', async () => {
    const file = fileOf('long.csv', `case,time,team\n${'a,t,A\n'.repeat(CASE_ROWS_MAX + 1)}`);
    expect(await failureOf(file)).toMatchObject({ code: 'CASE_TOO_LONG', line: CASE_ROWS_MAX + 2 });
  }, 60_000);
});
