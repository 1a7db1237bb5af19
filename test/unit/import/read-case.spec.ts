import { textsOf, type RowProblemCode } from '../../../src/import/derivation/row-problem.js';
import type { SourceCase, SourceRow } from '../../../src/import/reading/source-case.js';
import { caseOf, mappingWith, readCase, rowOf, ACTIVITY, TABLE } from './support.js';

const T = '2020-01-02T09:00:00Z';
const GOOD = { case: 'c1', time: T, team: 'A', state: 'x' };
const one = (row: SourceRow): SourceCase => ({ head: row, rows: [row] });
const problemsOf = (found: SourceCase, mapping = mappingWith()) =>
  readCase(mapping, found).problems.map(({ row, code, column }) => [row.line, code, column]);

describe('reading a case by its mapping', () => {
  it.each([
    [{ ...GOOD, case: '' }, 'CASE_MISSING', 'case'],
    [{ ...GOOD, case: ' - ' }, 'CASE_MISSING', 'case'],
    [{ ...GOOD, time: '' }, 'TIME_MISSING', 'time'],
    [{ ...GOOD, time: '2020-02-30' }, 'TIME_UNREADABLE', 'time'],
    [{ ...GOOD, team: 'EMPTY' }, 'HOLDER_MISSING', 'team'],
    [{ ...GOOD, team: 'x'.repeat(129) }, 'ID_UNUSABLE', 'team'],
    [{ ...GOOD, team: '𠀀'.repeat(65) }, 'ID_UNUSABLE', 'team'], // a department id is counted in UTF-16 units
    [{ ...GOOD, team: 'A\u0000' }, 'ID_UNUSABLE', 'team'],
    [{ ...GOOD, officer: '\u200B' }, 'ID_UNUSABLE', 'officer'],
  ])('leaves out a row with %j and says %s', (values, code, column) => {
    expect(problemsOf(one(rowOf(7, values)))).toEqual([[7, code, column]]);
  });

  it('leaves out a row of another width', () => {
    expect(problemsOf(one({ ...rowOf(7, GOOD), wellFormed: false }))).toEqual([[7, 'FIELD_COUNT', '']]);
  });

  it('keeps the other rows of the case', () => {
    const found = caseOf([
      [T, 'A'],
      ['?', 'A'],
      [T, 'B'],
    ]);
    const { facts, problems } = readCase(mappingWith(), found);
    expect(facts?.rows.map(({ holder }) => holder)).toEqual(['A', 'B']);
    expect(problems).toHaveLength(1);
  });

  it('takes absent, empty and placeholder values as none, and cuts blanks around values', () => {
    const officers = [undefined, '', '-', 'EMPTY', ' Ann '].map((officer) => {
      const values: Record<string, string> = officer === undefined ? GOOD : { ...GOOD, officer };
      return readCase(mappingWith(), one(rowOf(2, values))).facts?.rows[0].officer;
    });
    expect(officers).toEqual([null, null, null, null, 'Ann']);
  });

  it('tells every row of a case whose own dates cannot be read', () => {
    const found = caseOf(
      [
        [T, 'A'],
        [T, 'B'],
      ],
      { start: T, end: 'soon' },
    );
    expect(problemsOf(found, ACTIVITY)).toEqual([
      [2, 'TIME_UNREADABLE', 'end'],
      [3, 'TIME_UNREADABLE', 'end'],
    ]);
    expect(problemsOf(caseOf([[T, 'A']]), ACTIVITY)).toEqual([[2, 'TIME_MISSING', 'start']]);
  });

  it('refuses a whole row of a case table when one of its dates cannot be read', () => {
    const row = rowOf(2, { case: '1', team: 'A', type: 't', source: 's', opened: '2011-07-01 01:32:33', target: '15 July' });
    expect(problemsOf(one(row), TABLE)).toEqual([[2, 'TIME_UNREADABLE', 'target']]);
  });

  it('needs a service item', () => {
    const row = rowOf(2, { case: '1', team: 'A', opened: '2011-07-01 01:32:33' });
    expect(problemsOf(one(row), TABLE)).toEqual([[2, 'SERVICE_ITEM_MISSING', 'type']]);
  });

  it('tells a case without rows', () => {
    expect(problemsOf({ head: rowOf(9, GOOD), rows: [] })).toEqual([[9, 'CASE_WITHOUT_ROWS', '']]);
  });

  it('puts prefixes before codes, so that those of two sources do not meet', () => {
    const columns = {
      case: { column: 'case', prefix: 'x/' },
      time: 'time',
      holder: 'team',
      serviceItem: { column: 'type', prefix: 'y/', otherwise: 'none' },
    };
    const { facts } = readCase(mappingWith({ columns }), one(rowOf(2, GOOD)));
    expect([facts?.requestId, facts?.serviceItemCode]).toEqual(['x/c1', 'y/none']);
  });

  it('maps outcomes, and refuses one that the mapping does not list', () => {
    const columns = {
      case: 'case',
      time: 'time',
      holder: 'team',
      serviceItem: { constant: 'item' },
      outcome: { column: 'result', values: { ok: 'GRANTED', no: 'DENIED' }, otherwise: 'WITHDRAWN' },
    };
    const mapping = mappingWith({ columns });
    const outcomeOf = (result: string) => readCase(mapping, one(rowOf(2, { ...GOOD, result }))).facts?.rows[0].outcome;
    expect(['ok', 'no', '', '-'].map(outcomeOf)).toEqual(['GRANTED', 'DENIED', 'WITHDRAWN', 'WITHDRAWN']);
    expect(problemsOf(one(rowOf(2, { ...GOOD, result: 'perhaps' })), mapping)).toEqual([[2, 'OUTCOME_UNKNOWN', 'result']]);
  });

  it('has a sentence in both languages for every problem', () => {
    const codes: readonly RowProblemCode[] = [
      'CASE_MISSING',
      'CASE_WITHOUT_ROWS',
      'TIME_MISSING',
      'TIME_UNREADABLE',
      'HOLDER_MISSING',
      'SERVICE_ITEM_MISSING',
      'OUTCOME_UNKNOWN',
      'ID_UNUSABLE',
      'FIELD_COUNT',
    ];
    for (const code of codes) {
      const { en, zh } = textsOf({ row: rowOf(1, {}), code, column: 'spalte' });
      expect(en).toMatch(/^[A-Z].*spalte/);
      expect(zh).toMatch(/[\u4e00-\u9fff].*spalte/);
    }
  });
});
