import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatalogueFile } from '../../../src/reference-data/catalogue-file/load-catalogue-file.js';

const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
afterAll(() => rmSync(folder, { recursive: true }));
const FILE = join(folder, 'catalogue.yaml');
const load = (yaml: string) => {
  writeFileSync(FILE, yaml);
  return loadCatalogueFile(FILE);
};
const DEFAULT = join(import.meta.dirname, '../../../catalogue/default.yaml');

describe('A catalogue file', () => {
  it('is read with its short forms', () => {
    mkdirSync(join(folder, 'holidays'));
    writeFileSync(join(folder, 'holidays', '2026.json'), JSON.stringify({ days: [
      { name: 'Labour day', date: '2026-05-01', isOffDay: true }, { name: 'Labour day', date: '2026-05-09', isOffDay: false },
    ] }));
    const catalogue = load(`
version: 3
calendars:
  - id: hall
    zone: Asia/Shanghai
    week: Tue-Fri 09:00-12:00 13:30-17:00
    holidays: holidays
    overrides: { '2026-06-01': 'closed Stocktaking', '2026-06-06': 09:00-12:00 Open day }
    announcedThrough: 2026-12-31
departments: [{ id: 101, name: Intake }, { id: planning, name: Planning, parent: 101 }]
officers: [{ id: o-1, name: Wang }]
serviceItems:
  - code: permit
    name: Permit
    calendar: hall
    route: [101, planning]
    promised: 5 working days
    statutory: 30 calendar days
    urgent: { promised: 1.5 working hours }
  - { code: enquiry, name: Enquiry, calendar: hall, clockStart: ACCEPTANCE, warningShare: 0.5 }
`);
    const day = [{ from: '09:00', until: '12:00' }, { from: '13:30', until: '17:00' }];
    expect(catalogue).toEqual({
      version: '3',
      calendars: [{
        calendarId: 'hall', zone: 'Asia/Shanghai', week: { TUE: day, WED: day, THU: day, FRI: day }, announcedThrough: '2026-12-31',
        overrides: {
          '2026-05-01': { spans: [], name: 'Labour day' }, '2026-05-09': { spans: day, name: 'Labour day' },
          '2026-06-01': { spans: [], name: 'Stocktaking' }, '2026-06-06': { spans: [day[0]], name: 'Open day' },
        },
      }],
      departments: [{ departmentId: '101', name: 'Intake', parentId: null }, { departmentId: 'planning', name: 'Planning', parentId: '101' }],
      officers: [{ officerId: 'o-1', name: 'Wang' }],
      serviceItems: [
        { code: 'permit', name: 'Permit', calendarId: 'hall', route: ['101', 'planning'], clockStart: 'RECEIPT', warningShare: 0.9, limits: {
          NORMAL: { promised: { unit: 'WORKING_DAY', amount: 5 }, statutory: { unit: 'CALENDAR_DAY', amount: 30 } },
          URGENT: { promised: { unit: 'WORKING_HOUR', amount: 1.5 }, statutory: null },
        } },
        { code: 'enquiry', name: 'Enquiry', calendarId: 'hall', route: [], clockStart: 'ACCEPTANCE', warningShare: 0.5, limits: { NORMAL: { promised: null, statutory: null } } },
      ],
    });
  });

  it.each([
    ['an unknown key', 'version: 1\ncalenders: []', "unknown key 'calenders'"],
    ['an unknown key of an entry', 'version: 1\ndepartments: [{ id: a, name: A, head: B }]', "departments 'a': unknown key 'head'"],
    ['no version', 'departments: []', 'catalogue.version: is missing'],
    ['an entry without a name', 'version: 1\ndepartments: [{ id: a }]', "departments 'a'.name: is missing"],
    ['an entry that is a text', 'version: 1\ndepartments: [a]', "departments '1': must be a mapping"],
    ['an empty entry', 'version: 1\ndepartments: [~]', "departments '1': must be a mapping"],
    ['a list that is none', 'version: 1\ndepartments: a', 'catalogue.departments: must be a list'],
    ['a bad week', 'version: 1\ncalendars: [{ id: c, zone: UTC, week: Mon 9-5 }]', "calendars 'c'.week: Week 'Mon 9-5'"],
    ['a bad limit', 'version: 1\nserviceItems: [{ code: p, name: P, calendar: c, promised: 5 days }]', "serviceItems 'p'.promised: '5 days' is not a limit"],
    ['a bad clock start', 'version: 1\nserviceItems: [{ code: p, name: P, calendar: c, clockStart: SOON }]', "serviceItems 'p'.clockStart"],
    ['a warning share that is a text', 'version: 1\nserviceItems: [{ code: p, name: P, calendar: c, warningShare: most }]', "serviceItems 'p'.warningShare: must be a number"],
    ['an empty place in a route', 'version: 1\nserviceItems: [{ code: p, name: P, calendar: c, route: [a, ""] }]', "serviceItems 'p'.route.1: is missing"],
    ['a holidays folder that is not there', 'version: 1\ncalendars: [{ id: c, zone: UTC, week: Mon 09:00-17:00, holidays: nowhere }]', "calendars 'c'.holidays: ENOENT"],
    ['an override that says nothing', "version: 1\ncalendars: [{ id: c, zone: UTC, week: Mon 09:00-17:00, overrides: { '2026-01-01': maybe } }]", "overrides.2026-01-01: 'maybe' is neither"],
    ['YAML that is none', 'version: [1', 'Flow sequence'],
    ['the same key twice', 'version: 1\nversion: 2', 'Map keys must be unique'],
    ['nothing at all', '', 'catalogue: must be a mapping'],
  ])('with %s is refused in words that name the file and the place', (_what, yaml, words) => {
    expect(() => load(yaml)).toThrow(words);
    expect(() => load(yaml)).toThrow(FILE);
  });
});

describe('The default catalogue', () => {
  const catalogue = loadCatalogueFile(DEFAULT);
  const hall = catalogue.calendars.find(({ calendarId }) => calendarId === 'cn-hall');

  it('knows the mainland holidays and make-up workdays of 2007 to 2026', () => {
    expect(hall?.overrides['2025-10-01']).toEqual({ spans: [], name: '国庆节、中秋节' });
    expect(hall?.overrides['2025-01-26']).toEqual({ spans: [{ from: '09:00', until: '12:00' }, { from: '13:30', until: '17:00' }], name: '春节' });
    const years = new Set(Object.keys(hall?.overrides ?? {}).map((date) => date.slice(0, 4)));
    expect([...years].filter((year) => year >= '2007' && year <= '2026')).toHaveLength(20);
    expect(hall?.announcedThrough).toBe('2026-12-31');
  });

  it('names only departments and calendars of its own', () => {
    const departments = new Set(catalogue.departments.map(({ departmentId }) => departmentId));
    const calendars = new Set(catalogue.calendars.map(({ calendarId }) => calendarId));
    expect(catalogue.serviceItems.flatMap(({ route }) => route).filter((id) => !departments.has(id))).toEqual([]);
    expect(catalogue.serviceItems.filter(({ calendarId }) => !calendars.has(calendarId))).toEqual([]);
  });
});
