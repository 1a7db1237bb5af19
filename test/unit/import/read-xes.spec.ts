import { ImportError } from '../../../src/import/import-error.js';
import { readXes } from '../../../src/import/reading/read-xes.js';
import { CASE_ROWS_MAX, FIELDS_MAX, type SourceCase } from '../../../src/import/reading/source-case.js';
import { all, chunks } from './support.js';

const read = (...text: readonly string[]): Promise<SourceCase[]> => all(readXes(chunks(...text)));
const failure = async (...text: readonly string[]): Promise<ImportError> => {
  const error: unknown = await read(...text).catch((thrown: unknown) => thrown);
  if (error instanceof ImportError) return error;
  throw new Error(`no ImportError but ${String(error)}`);
};
const EVENT = '<event><string key="concept:name" value="Queued"/><date key="time:timestamp" value="2020-01-01T00:00:00Z"/></event>';

describe('an XES log', () => {
  it('gives traces and events in file order, each with its line', async () => {
    const log = `<?xml version="1.0"?>\n<log>\n<trace>\n<string key="concept:name" value="c1"/>\n${EVENT}\n${EVENT}\n</trace>\n<trace><string key="concept:name" value="c2"/></trace>\n</log>`;
    const cases = await read(log);
    expect(cases.map(({ head }) => [head.line, head.value('case:concept:name')])).toEqual([
      [3, 'c1'],
      [8, 'c2'],
    ]);
    expect(cases.map(({ rows }) => rows.map((row) => row.line))).toEqual([[5, 6], []]);
  });

  it('reads the same in pieces of one character', async () => {
    const log = `<log><trace><string key="concept:name" value="c&amp;1"/>${EVENT}</trace></log>`;
    const [found] = await read(...log);
    expect(found?.rows[0]?.original()).toEqual({
      'case:concept:name': 'c&1',
      'concept:name': 'Queued',
      'time:timestamp': '2020-01-01T00:00:00Z',
    });
  });

  it('tells attributes of the trace from those of the event, also where the keys are equal', async () => {
    const [found] = await read(`<log><trace>${EVENT}<string key="concept:name" value="c1"/></trace></log>`);
    expect(found?.rows[0]?.value('concept:name')).toBe('Queued');
    expect(found?.rows[0]?.value('case:concept:name')).toBe('c1');
    expect(found?.rows[0]?.value('case:absent')).toBeUndefined();
  });

  it('ignores namespaces, extensions, globals, classifiers and attributes of the log', async () => {
    const log = `<x:log xmlns:x="http://www.xes-standard.org/"><x:extension name="Time"/><x:global scope="trace"><x:string key="concept:name" value="UNKNOWN"/></x:global>
      <x:global scope="event"><x:string key="org:group" value="UNKNOWN"/></x:global><x:float key="meta" value="1"><x:float key="inner" value="2"/></x:float>
      <x:trace><x:event><x:string key="a" value="1"/></x:event></x:trace></x:log>`;
    const [found] = await read(log);
    expect(found?.rows[0]?.original()).toEqual({ a: '1' });
  });

  it('keeps the text of every attribute type', async () => {
    const types =
      '<string key="s" value="x"/><int key="i" value="7"/><float key="f" value="1.50"/><boolean key="b" value="true"/><id key="u" value="0-1"/><date key="d" value="2020-01-01"/>';
    const [found] = await read(`<log><trace><event>${types}</event></trace></log>`);
    expect(found?.rows[0]?.original()).toEqual({ s: 'x', i: '7', f: '1.50', b: 'true', u: '0-1', d: '2020-01-01' });
  });

  it('names nested attributes and list items by their path, and lets the first of equal keys count', async () => {
    const event =
      '<string key="cost" value="9"><string key="currency" value="EUR"/></string><list key="docs"><values><string key="doc" value="a"/><string key="doc" value="b"/></values></list><string key="cost" value="10"/>';
    const [found] = await read(`<log><trace><event>${event}</event></trace></log>`);
    expect(found?.rows[0]?.original()).toEqual({ cost: '9', 'cost/currency': 'EUR', 'docs/doc': 'a' });
  });

  it('is no way to set a prototype', async () => {
    const [found] = await read('<log><trace><event><string key="__proto__" value="x"/></event></trace></log>');
    expect(found?.rows[0]?.value('__proto__')).toBe('x');
    expect(found?.rows[0]?.value('constructor')).toBeUndefined();
  });

  it('that is malformed is told with its line, after the cases before it', async () => {
    const batches: SourceCase[] = [];
    const log = `<log>\n<trace>${EVENT}</trace>\n<trace><event></trace>\n</log>`;
    const reading = async (): Promise<void> => {
      for await (const batch of readXes(chunks(log))) batches.push(...batch);
    };
    await expect(reading()).rejects.toMatchObject({ code: 'MALFORMED_XML', line: 3 });
    expect(batches).toHaveLength(1);
  });

  it('that ends early, is empty, or defines entities is malformed', async () => {
    expect(await failure(`<log>\n<trace>${EVENT}`)).toMatchObject({ code: 'MALFORMED_XML', line: 2 });
    expect(await failure('')).toMatchObject({ code: 'MALFORMED_XML' });
    expect(await failure('<!DOCTYPE log [<!ENTITY a "aaaa">]><log><trace><string key="k" value="&a;"/></trace></log>')).toMatchObject({
      code: 'MALFORMED_XML',
    });
  });

  it('is refused when it is other XML', async () => {
    expect(await failure('<html><body/></html>')).toMatchObject({ code: 'NOT_XES', line: 1 });
  });

  it('may nest only so deep and hold only so many events in a trace', async () => {
    const deep = `${'<list key="l">'.repeat(100)}${'</list>'.repeat(100)}`;
    expect(await failure(`<log><trace><event>${deep}</event></trace></log>`)).toMatchObject({ code: 'MALFORMED_XML' });
    const thousand = '<event/>'.repeat(1_000);
    const long = Array.from({ length: CASE_ROWS_MAX / 1_000 }, () => thousand);
    expect(await failure('<log>\n<trace>', ...long, '<event/>', '</trace></log>')).toMatchObject({ code: 'CASE_TOO_LONG', line: 2 });
  });

  it('may hold only so many attributes on an event and so long a tag', async () => {
    const many = Array.from({ length: FIELDS_MAX + 1 }, (_, index) => `<string key="k${index}" value="v"/>`).join('');
    expect(await failure(`<log><trace><event>${many}</event></trace></log>`)).toMatchObject({ code: 'MALFORMED_XML', line: 1 });
    const mebibyte = 'x'.repeat(1024 * 1024);
    expect(
      await failure('<log><trace><string key="k" value="', ...Array.from({ length: 17 }, () => mebibyte), '"/></trace></log>'),
    ).toMatchObject({
      code: 'MALFORMED_XML',
      message: expect.stringContaining('one tag is longer'),
    });
  });
});
