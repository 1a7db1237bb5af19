import { join } from 'node:path';
import { demoCatalogue } from '../../../src/demo/demo-catalogue.js';
import { loadCatalogueFile } from '../../../src/reference-data/catalogue-file/load-catalogue-file.js';

const { departments, officers, serviceItems, calendars } = demoCatalogue();

describe('the demo’s reference data', () => {
  it('has a dozen departments with three to five officers each, named in two languages', () => {
    expect(departments.length).toBeGreaterThanOrEqual(12);
    for (const { departmentId, name } of departments) {
      expect(name).toMatch(/^[A-Z][a-z A-Z]+ \p{Script=Han}+$/u);
      const own = officers.filter(({ officerId }) => new RegExp(`^${departmentId}-\\d\\d$`).test(officerId));
      expect([3, 4, 5]).toContain(own.length);
    }
  });

  it('promises and obliges in every unit of limit', () => {
    for (const kind of ['promised', 'statutory'] as const) {
      const units = serviceItems.map(({ limits }) => limits.NORMAL[kind]?.unit);
      expect(units).toContain('WORKING_DAY');
      expect(units).toContain('CALENDAR_DAY');
    }
    expect(serviceItems.map(({ limits }) => limits.NORMAL.promised?.unit)).toContain('WORKING_HOUR');
  });

  it('has urgent variants, an item without limits, one done on the spot, and one whose clock starts at the acceptance', () => {
    expect(serviceItems.filter(({ limits }) => limits.URGENT).length).toBeGreaterThanOrEqual(4);
    expect(serviceItems.filter(({ limits }) => limits.NORMAL.promised === null && limits.NORMAL.statutory === null)).toHaveLength(1);
    expect(serviceItems.filter(({ limits }) => limits.NORMAL.promised?.unit === 'WORKING_DAY' && limits.NORMAL.promised.amount === 0)).toHaveLength(1);
    expect(serviceItems.filter(({ clockStart }) => clockStart === 'ACCEPTANCE')).toHaveLength(1);
  });

  it('routes only through departments it has, never through one twice', () => {
    const known = new Set(departments.map(({ departmentId }) => departmentId));
    for (const { route } of serviceItems) {
      expect(route.filter((departmentId) => !known.has(departmentId))).toEqual([]);
      expect(new Set(route).size).toBe(route.length);
    }
  });

  // Both may be loaded into one hall, in any order and again: neither may take back what the other said.
  it('says nothing other than the default catalogue does about what both name', () => {
    const other = loadCatalogueFile(join(import.meta.dirname, '../../../catalogue/default.yaml'));
    expect(calendars).toEqual(other.calendars.filter(({ calendarId }) => calendarId === 'cn-hall'));
    const names = new Map(other.departments.map(({ departmentId, name }) => [departmentId, name]));
    const shared = departments.filter(({ departmentId }) => names.has(departmentId));
    expect(shared.map(({ name }) => name)).toEqual(shared.map(({ departmentId }) => names.get(departmentId)));
    const codes = new Set(other.serviceItems.map(({ code }) => code));
    expect(serviceItems.filter(({ code }) => codes.has(code))).toEqual([]);
  });

  it('keeps the office hours of a hall and the Chinese holidays', () => {
    const [calendar] = calendars;
    expect(calendar?.week).toMatchObject({ MON: [{ from: '09:00', until: '12:00' }, { from: '13:30', until: '17:00' }] });
    expect(calendar?.week.SAT ?? []).toEqual([]);
    expect(calendar?.overrides['2026-01-01']).toEqual({ spans: [], name: '元旦' });
    expect(calendar?.overrides['2026-02-14']).toEqual({ spans: calendar?.week.MON, name: '春节' });
  });
});
