import { packCases, unpackCases } from '../../../src/import/preparing/packed-cases.js';
import { interpretStates, readyBatches, type ReadyCase } from '../../../src/import/preparing/ready-case.js';
import { CsvRow, Header } from '../../../src/import/reading/csv-row.js';
import type { SourceCase, SourceRow } from '../../../src/import/reading/source-case.js';
import { all, caseOf, chunks, mappingWith } from './support.js';

const mapping = mappingWith();
const ready = (...cases: readonly SourceCase[]): Promise<ReadyCase[]> => all(readyBatches(mapping, interpretStates(mapping), chunks(cases)));
/** As it comes out of another thread. */
const crossed = (batch: readonly ReadyCase[]): readonly ReadyCase[] => unpackCases(structuredClone(packCases(batch)));
const told = (batch: readonly ReadyCase[]): unknown =>
  batch.map(({ found, ...rest }) => ({ ...rest, found: found && { ...found, steps: found.steps.map(({ row, ...step }) => ({ ...step, line: row.line, original: row.original() })) } }));

const HANDED_ON = caseOf([['2020-01-02T09:00:00Z', 'A'], ['2020-01-02T10:00:00Z', 'B', 'Wait for papers'], ['2020-01-02T11:00:00Z', 'B', 'Completed']]);
const HEADER = new Header(['case', 'time', 'team', 'officer', 'state']);
const tableCase = (...rows: readonly (readonly string[])[]): SourceCase => {
  const found: readonly SourceRow[] = rows.map((fields, index) => new CsvRow(index + 2, HEADER, fields));
  return { head: found[0]!, rows: found };
};

describe('cases that cross to another thread', () => {
  it('are what they were, each step with its row', async () => {
    const before = told(await ready(HANDED_ON));
    expect(told(crossed(await ready(HANDED_ON)))).toEqual(before);
  });

  it('keep the rows of a table word for word, quotes, commas and fields beyond the header too', async () => {
    const fields = ['c1', '2020-01-02T09:00:00Z', 'A', '', 'he said "no",\n否'];
    const [found] = crossed(await ready(tableCase(fields)));
    expect(found?.found?.steps[0]?.row.original()).toEqual({ case: 'c1', time: '2020-01-02T09:00:00Z', team: 'A', officer: '', state: 'he said "no",\n否' });
    const [wide] = crossed(await ready(tableCase([...fields, 'sixth'])));
    expect(wide).toMatchObject({ found: null, unreadable: [{ line: 2, code: 'FIELD_COUNT', row: { case: 'c1', '#6': 'sixth' } }] });
  });

  it('share a row from which several commands come', async () => {
    const waiting = tableCase(['c1', '2020-01-02T09:00:00Z', 'A', '', 'x'], ['c1', '2020-01-02T10:00:00Z', 'B', '', 'Wait']);
    const [found] = crossed(await ready(waiting));
    const lines = found?.found?.steps.map(({ event, row }) => [event, row.line]);
    expect(lines).toEqual([['RequestReceived', 2], ['RequestTransferred', 3], ['RequestSuspended', 3]]);
    expect(found?.found?.steps[1]?.row).toBe(found?.found?.steps[2]?.row);
  });
});
