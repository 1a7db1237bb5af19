import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { catalogueOf } from '../../../src/import/running/catalogue-of.js';
import { collectNames, NAMES_MAX } from '../../../src/import/preparing/collect-names.js';
import { describeRefusal, refusedEarlier } from '../../../src/import/running/import-refusal.js';
import { newEntries } from '../../../src/import/running/new-entries.js';
import { progressLine } from '../../../src/import/running/progress-line.js';
import { lineProgress } from '../../../src/import/running/progress.js';
import { RejectsFile } from '../../../src/import/running/rejects-file.js';
import { SeenCases } from '../../../src/import/running/seen-cases.js';
import { REJECTION_CODES } from '../../../src/service-request/domain/rejection-texts.js';
import { batchOf, caseOf, mappingWith, rowOf, TABLE } from './support.js';

const T = '2020-01-02T09:00:00Z';

describe('the names of a file', () => {
  it('are its departments, officers and service items, each once and without placeholders', async () => {
    const found = caseOf(
      [
        [T, 'A'],
        [T, 'B'],
        [T, '-'],
        [T, 'A'],
      ],
      { officer: 'ann' },
    );
    const names = await collectNames(batchOf(found), mappingWith());
    expect(names).toEqual({ departments: new Set(['A', 'B']), officers: new Set(['ann']), serviceItems: new Set(['item']) });
  });

  it('are bounded: a case number taken for a department is told, not registered', async () => {
    const rows = Array.from({ length: NAMES_MAX.departments + 1 }, (_, index) => rowOf(index + 2, { case: 'c', team: `case-${index}` }));
    await expect(collectNames(batchOf({ head: rows[0]!, rows }), mappingWith())).rejects.toMatchObject({
      code: 'TOO_MANY_NAMES',
      line: NAMES_MAX.departments + 2,
    });
  });

  it("become a catalogue with the mapping's calendar and limits", async () => {
    const limits = { promised: { amount: 10, unit: 'WORKING_DAY' }, statutory: { amount: 20, unit: 'CALENDAR_DAY' } };
    const mapping = mappingWith({ limits, calendar: { id: 'own', zone: 'Asia/Shanghai', week: 'Mon 09:00-17:00' } });
    const catalogue = catalogueOf(mapping, await collectNames(batchOf(caseOf([[T, 'A']])), mapping));
    expect(catalogue.departments).toEqual([{ departmentId: 'A', name: 'A', parentId: null }]);
    expect(catalogue.calendars).toEqual([
      {
        calendarId: 'own',
        zone: 'Asia/Shanghai',
        week: { MON: [{ from: '09:00', until: '17:00' }] },
        overrides: {},
        announcedThrough: null,
      },
    ]);
    expect(catalogue.serviceItems).toEqual([
      { code: 'item', name: 'item', limits: { NORMAL: limits }, route: [], calendarId: 'own', clockStart: 'RECEIPT', warningShare: 0.9 },
    ]);
  });

  it('of service items lose the prefix of their codes', async () => {
    const mapping = { ...TABLE, serviceItem: { ...TABLE.serviceItem, prefix: 'x/' } };
    const row = rowOf(2, { case: '1', team: 'A', type: 'Pothole' });
    const { serviceItems } = catalogueOf(mapping, await collectNames(batchOf({ head: row, rows: [row] }), mapping));
    expect(serviceItems.map(({ code, name }) => [code, name])).toEqual([['x/Pothole', 'Pothole']]);
  });

  it('that are registered are left alone', () => {
    const mapping = mappingWith();
    const names = { departments: new Set(['A', 'B']), officers: new Set(['ann']), serviceItems: new Set(['item']) };
    const catalogue = catalogueOf(mapping, names);
    const known = {
      departments: new Map([['A', {}]]),
      officers: new Map([['ann', {}]]),
      calendars: new Map(),
      serviceItems: new Map([['item', { ...catalogue.serviceItems[0]!, name: 'Another name' }]]),
    };
    expect(newEntries(catalogue, known)).toMatchObject({ departments: [{ departmentId: 'B' }], officers: [], serviceItems: [] });
  });
});

describe('cases met', () => {
  it('are known the second time, whatever their ids', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 300 }), (ids) => {
        const seen = new SeenCases();
        ids.forEach((id) => seen.meet(id));
        expect(ids.every((id) => seen.meet(id))).toBe(true);
      }),
      { verbose: 1 },
    );
  });

  it('are not taken for others among a hundred thousand', () => {
    const seen = new SeenCases();
    const falsely = Array.from({ length: 100_000 }, (_, index) => seen.meet(`case-${index}`)).filter(Boolean);
    expect(falsely).toEqual([]);
  });
});

describe('a refusal', () => {
  it('reads as what came when', () => {
    expect(describeRefusal('RequestTransferred', 'NOT_OPEN')).toBe('transfer after the closure');
    expect(describeRefusal('RequestCompleted', 'UNKNOWN_REQUEST')).toBe('closure before the receipt');
    expect(describeRefusal('RequestResumed', 'NOT_SUSPENDED')).toBe('resumption refused (NOT_SUSPENDED)');
  });

  it('of an earlier run has a sentence without empty places', () => {
    for (const code of [...REJECTION_CODES, null]) {
      const { en, zh } = refusedEarlier(code).reason;
      expect(`${en}${zh}`).not.toMatch(/[{}]/);
      expect(en.length * zh.length).toBeGreaterThan(0);
    }
  });
});

describe('progress', () => {
  it('shows share, rate and remaining time', () => {
    expect(progressLine({ phase: 'recording', share: 0.25, events: 5_000, elapsedMs: 2_000 })).toBe(
      `recording ${'█'.repeat(8)}${'░'.repeat(22)}  25%  5000 events  2500/s  00:06 left`,
    );
    expect(progressLine({ phase: 'p', share: 0.5, events: 0, elapsedMs: 3_700_000 })).toContain('1:01:40 left');
    expect(progressLine({ phase: 'p', share: 0, events: 0, elapsedMs: 0 })).toContain('--:-- left');
  });

  it('is a line for every tenth where there is no terminal', () => {
    const lines: string[] = [];
    const progress = lineProgress({ nowMs: () => 0 }, (line) => lines.push(line));
    progress.begin('recording');
    for (let share = 0; share <= 1; share += 0.01) progress.at(share);
    progress.end();
    expect(lines).toHaveLength(10);
  });
});

describe('the rejects file', () => {
  it('is written anew by each run, one JSON object a line, folders made', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rejects-'));
    const path = join(folder, 'deep', 'rejects.jsonl');
    const reject = {
      line: 3,
      caseId: 'c',
      event: null,
      occurredAt: null,
      what: 'w',
      code: 'C',
      reason: 'r',
      reasonZh: '因',
      row: { a: 'x\ny' },
    };
    for (const count of [2, 1]) {
      const file = await RejectsFile.create(path);
      await file.write(Array.from({ length: count }, () => reject));
      await file.close();
      const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line))).toEqual(Array.from({ length: count }, () => reject));
    }
    rmSync(folder, { recursive: true });
  });

  it('that cannot be written is an error, not a loss', async () => {
    await expect(RejectsFile.create(tmpdir())).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
