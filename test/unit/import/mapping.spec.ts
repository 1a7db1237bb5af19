import { join } from 'node:path';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { ImportError } from '../../../src/import/import-error.js';
import { loadMapping } from '../../../src/import/mapping/load-mapping.js';
import { didYouMean, editsBetween } from '../../../src/import/mapping/nearest.js';
import { parseMapping } from '../../../src/import/mapping/parse-mapping.js';

const GOOD = {
  source: 'log',
  hall: 'hall',
  shape: 'state-log',
  calendar: 'always-open',
  columns: { case: 'case', time: 'time', holder: 'team', serviceItem: { constant: 'item' } },
};
const problemsOf = (changes: Readonly<Record<string, unknown>>): readonly string[] => parseMapping({ ...GOOD, ...changes }).problems;
const columns = (changes: Readonly<Record<string, unknown>>) => ({ columns: { ...GOOD.columns, ...changes } });

describe('a mapping file', () => {
  it('needs little when the log is simple', () => {
    const { mapping, problems } = parseMapping(GOOD);
    expect(problems).toEqual([]);
    expect(mapping).toMatchObject({
      format: 'auto',
      encoding: 'utf-8',
      delimiter: ',',
      calendarId: 'always-open',
      calendar: null,
      promised: null,
      statutory: null,
    });
    expect(mapping?.channel.otherwise).toBe('import');
  });

  it.each([
    [{ hal: 'x' }, 'hal is not known (did you mean "hall"?)'],
    [columns({ oficer: 'x' }), 'columns.oficer is not known (did you mean "officer"?)'],
    [columns({ officer: { colum: 'x' } }), 'columns.officer.colum is not known (did you mean "column"?)'],
    [{ shape: 'state-logs' }, 'shape must be one of state-log, activity-log, case-table, event-log, not "state-logs" (did you mean "state-log"?)'],
    [{ hall: undefined }, 'hall is missing'],
    [{ hall: 'a.b' }, 'hall must be 1 to 64 of A-Z a-z 0-9 _ -'],
    [{ source: 'a b' }, 'source must be 1 to 100 of A-Z a-z 0-9 . _ -, beginning with a letter or digit'],
    [{ time: { zone: 'Boston' } }, 'time.zone "Boston" is not an IANA time zone, e.g. Asia/Shanghai'],
    [columns({ time: { column: 'time', format: 'YYYY-MM' } }), 'columns.time.format cannot be used: the time format "YYYY-MM" has no day'],
    [columns({ time: undefined }), 'columns.time is missing; a state-log needs it'],
    [columns({ received: 'x' }), 'columns.received has no meaning in a state-log'],
    [columns({ officer: { column: 'x', constant: 'y' } }), 'columns.officer needs either `column` or `constant`'],
    [columns({ outcome: { column: 'x', values: { yes: 'GRANT' } } }), 'columns.outcome.values.yes must be one of'],
    [{ states: { suspended: [{ column: 'x' }] } }, 'states.suspended[0].values or `prefixes` must name at least one value'],
    [
      { states: { suspended: [{ column: 'x', values: ['y'], cause: 'LUNCH' }] } },
      'states.suspended[0].cause must be one of APPLICANT, STATUTORY',
    ],
    [{ calendar: undefined }, 'calendar is missing'],
    [{ calendar: { id: 'x', zone: 'UTC', week: 'Mon-Fri 17:00-09:00' } }, 'calendar.week cannot be read'],
    [{ limits: { promised: { amount: 1.5, unit: 'WORKING_DAY' } } }, 'limits.promised.amount cannot be used'],
    [{ limits: { promised: { amount: 1, unit: 'DAYS' } } }, 'limits.promised.unit must be one of'],
    [{ delimiter: ';;' }, 'delimiter must be one character'],
    [{ encoding: 'latin-9000' }, 'encoding must be one of utf-8, gb18030'],
    [{ columns: ['case'] }, 'columns must be a list of keys and values'],
  ])('is refused for %j with a sentence that names the key', (changes, sentence) => {
    expect(problemsOf(changes as Record<string, unknown>).join('\n')).toContain(sentence);
  });

  it('tells everything that is wrong at once', () => {
    expect(problemsOf({ hall: '', hallo: 1, ...columns({ officr: 'x' }) })).toHaveLength(2);
    expect(problemsOf({ hall: undefined, source: undefined, hallo: 1 })).toHaveLength(3);
  });

  it('has no states in an activity log and no time in a case table', () => {
    expect(problemsOf({ shape: 'activity-log', states: { completed: [{ column: 'x', values: ['y'] }] } })).toEqual([
      'states has no meaning in a activity-log',
    ]);
    expect(problemsOf({ shape: 'case-table', ...columns({ received: 'opened' }) })).toEqual([
      'columns.time has no meaning in a case-table',
    ]);
  });

  it('takes numbers as the text that was written', () => {
    const { mapping } = parseMapping({ ...GOOD, nulls: [0, '-'] });
    expect(mapping?.holder.nulls).toEqual(new Set(['0', '-']));
  });

  it('lets a column name its own placeholders instead', () => {
    const { mapping } = parseMapping({ ...GOOD, nulls: ['-'], ...columns({ officer: { column: 'who', nulls: ['?'] } }) });
    expect(mapping?.officer?.nulls).toEqual(new Set(['?']));
    expect(mapping?.holder.nulls).toEqual(new Set(['-']));
  });
});

describe('mapping files on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mapping-'));
  const written = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const codeOf = async (file: string): Promise<string> => {
    const error: unknown = await loadMapping(file).catch((thrown: unknown) => thrown);
    return error instanceof ImportError ? `${error.code}: ${error.message}` : String(error);
  };

  it.each(['volvo-closed-problems.always-open', 'volvo-closed-problems.office-hours', 'permit-receipts', 'boston311-2011'])(
    '%s.yaml is shipped and usable',
    async (name) => {
      const mapping = await loadMapping(join(import.meta.dirname, '../../../mappings', `${name}.yaml`));
      expect(mapping.source).not.toBe('');
    },
  );

  it('are refused with the file and every wrong key', async () => {
    expect(await codeOf(written('wrong.yaml', 'hall: h\nshap: state-log\n'))).toContain('MAPPING_INVALID');
    expect(await codeOf(join(folder, 'wrong.yaml'))).toContain('shap is not known (did you mean "shape"?)');
  });

  it('are refused when they are not YAML, absent, or a bomb of aliases', async () => {
    expect(await codeOf(written('broken.yaml', 'hall: [1'))).toContain('MAPPING_UNREADABLE');
    expect(await codeOf(join(folder, 'absent.yaml'))).toContain('MAPPING_UNREADABLE');
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[i]}`).join(',')}]`),
    ].join('\n');
    expect(await codeOf(written('bomb.yaml', bomb))).toContain('MAPPING_UNREADABLE');
  });
});

describe('did you mean', () => {
  it.each([
    ['hall', 'hall', 0],
    ['hal', 'hall', 1],
    ['hlal', 'hall', 1],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('counts the edits from %p to %p', (a, b, edits) => {
    expect(editsBetween(a, b)).toBe(edits);
  });

  it('offers nothing when nothing is near', () => {
    expect(didYouMean('zebra', ['hall', 'source'])).toBe('');
  });
});
