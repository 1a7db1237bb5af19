import { ImportError } from '../../../src/import/import-error.js';
import { readCsv } from '../../../src/import/reading/read-csv.js';
import type { CsvRow } from '../../../src/import/reading/csv-row.js';
import fc from 'fast-check';
import { FIELDS_MAX } from '../../../src/import/reading/source-case.js';
import { all, chunks } from './support.js';

const read = (text: readonly string[], delimiter = ','): Promise<CsvRow[]> => all(readCsv(chunks(...text), delimiter));
const failure = async (text: string): Promise<unknown> => read([text]).catch((error: unknown) => error);

describe('a CSV table', () => {
  it('gives rows by column name, each with the line it begins on', async () => {
    const rows = await read(['case,team\r\n1,"A, north"\r\n\r\n2,"two\nlines"\r\n3,"say ""hi"""\r\n']);
    expect(rows.map((row) => [row.line, row.value('case'), row.value('team')])).toEqual([
      [2, '1', 'A, north'],
      [4, '2', 'two\nlines'],
      [6, '3', 'say "hi"'],
    ]);
  });

  it('reads the same in pieces of one character and without a last line break', async () => {
    const rows = await read([...'case,team\n1,"A\n"\n2,B']);
    expect(rows.map((row) => row.original())).toEqual([
      { case: '1', team: 'A\n' },
      { case: '2', team: 'B' },
    ]);
  });

  it('reads more rows than any buffer holds', async () => {
    const text = `case,team\n${Array.from({ length: 20_000 }, (_, index) => `${index},A`).join('\n')}\n`;
    const rows = await read([text]);
    expect(rows).toHaveLength(20_000);
    expect(rows.at(-1)?.line).toBe(20_001);
  });

  it('takes the delimiter that the mapping says', async () => {
    const [row] = await read(['case;team\n1;A,B\n'], ';');
    expect(row?.value('team')).toBe('A,B');
  });

  it('marks rows of another width and keeps their fields', async () => {
    const rows = await read(['case,team\n1\n2,B,extra\n3,C\n']);
    expect(rows.map((row) => row.wellFormed)).toEqual([false, false, true]);
    expect(rows[1]?.original()).toEqual({ case: '2', team: 'B', '#3': 'extra' });
  });

  it('has no value for a column that is not there', async () => {
    const [row] = await read(['case\n1\n']);
    expect(row?.value('constructor')).toBeUndefined();
  });

  it('with a broken quote is refused with the line, after the rows before it', async () => {
    expect(await failure('case,team\n1,A\n2,"B"x\n')).toMatchObject({ code: 'MALFORMED_CSV', line: 3 });
    expect(await failure('case,team\n1,A\n2,"B\n3,C\n')).toMatchObject({ code: 'MALFORMED_CSV' });
    const rows: CsvRow[] = [];
    const reading = async (): Promise<void> => {
      for await (const batch of readCsv(chunks('case,team\n1,A\n2,"B"x\n'), ',')) rows.push(...batch);
    };
    await expect(reading()).rejects.toBeInstanceOf(ImportError);
    expect(rows).toHaveLength(1);
  });

  it('without header, or with a column twice, is refused', async () => {
    expect(await failure('')).toMatchObject({ code: 'MALFORMED_CSV', line: 1 });
    expect(await failure('case,case\n1,2\n')).toMatchObject({ code: 'MALFORMED_CSV', line: 1 });
  });

  it('may not hold a record without end', async () => {
    const long = 'x'.repeat(3 * 1024 * 1024);
    expect(await failure(`case,team\n1,"${long}"\n`)).toMatchObject({ code: 'MALFORMED_CSV', line: 2 });
    expect(await failure(`case,team\n1,A\n${long}`)).toMatchObject({ code: 'MALFORMED_CSV', line: 3 });
  });

  it('may have only so many columns', async () => {
    expect(await failure(`${Array.from({ length: FIELDS_MAX + 1 }, (_, index) => `c${index}`).join(',')}\n`)).toMatchObject({
      code: 'MALFORMED_CSV',
      line: 1,
    });
  });

  it('gives the same rows with and without quotes around its fields, however it is cut into pieces', async () => {
    const field = fc.stringMatching(/^[a-z\u4e00-\u4e20 .]{1,6}$/);
    const table = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 9 }),
        fc.nat({ max: 8 }),
        async (records, lineEnd, size, from) => {
          const textOf = (quoteFrom: number): string =>
            ['a,b,c', ...records.map((fields, index) => fields.map((one) => (index >= quoteFrom ? `"${one}"` : one)).join(','))].join(
              lineEnd,
            );
          const piecesOf = (text: string): string[] => text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
          const rowsOf = async (text: string) => (await read(piecesOf(text))).map((row) => ({ line: row.line, fields: row.fields, values: ['a', 'b', 'c'].map((name) => row.value(name)) }));
          const plain = await rowsOf(textOf(Infinity));
          expect(plain).toEqual(records.map((fields, index) => ({ line: index + 2, fields, values: [fields[0], fields[1], fields[2]] })));
          expect(await rowsOf(textOf(0))).toEqual(plain);
          expect(await rowsOf(textOf(from))).toEqual(plain);
        },
      ),
      { verbose: 1 },
    );
  });

  it('may end its lines in carriage returns alone', async () => {
    const rows = await read(['case,team\r1,A\r2,B\r']);
    expect(rows.map((row) => row.fields)).toEqual([
      ['1', 'A'],
      ['2', 'B'],
    ]);
  });
});
