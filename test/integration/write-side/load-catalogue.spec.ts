import { verifyStream } from '../../../src/event-store/audit-hash.js';
import type { Catalogue } from '../../../src/reference-data/domain/catalogue.js';
import { emptyCatalogue, hallCatalogue } from './examples.js';
import { eventsOf, type Log, LOGS, NOON_MS, SetClock, WriteSide } from './harness.js';

const [office] = hallCatalogue.calendars;
const withOverrides = (overrides: Catalogue['calendars'][number]['overrides']): Catalogue => ({
  ...hallCatalogue, calendars: [{ ...office!, overrides: { ...office!.overrides, ...overrides } }],
});

describe.each(LOGS)('Loading a catalogue into the %s log', (_name, open) => {
  let log: Log;
  let side: WriteSide;
  beforeEach(async () => {
    log = await open();
    side = new WriteSide(log);
    await side.start();
  });
  afterEach(async () => {
    await side.stop();
    await log.close();
  });
  const countOf = async (): Promise<number> => (await log.store.readAll(null, 10_000)).length;

  it('records every entry once, announced in the index, and knows it at once', async () => {
    expect(await side.load(hallCatalogue)).toEqual({ recorded: 5, unchanged: 0, refused: [] });
    expect(side.directory.hasDepartment('planning')).toBe(true);
    expect(side.directory.serviceItem('permit')?.version).toBe(1);
    expect(side.directory.calendar('office')?.definition.version).toBe(1);
    expect((await eventsOf(log.store, 'referenceData-index')).map(({ data }) => data['stream'])).toEqual([
      'calendar-office', 'department-intake', 'department-planning', 'officer-o-1', 'serviceItem-permit',
    ]);
    const [item] = await eventsOf(log.store, 'serviceItem-permit');
    expect(item?.metadata).toMatchObject({
      recordedAt: '2026-03-06T12:00:00.000Z', principal: 'tester', correlationId: 'corr-catalogue', previousHash: null,
      source: { source: 'catalogue' }, causationId: expect.stringMatching(/^catalogue#[0-9a-f]{64}$/),
    });
  });

  it('records nothing the second time', async () => {
    await side.load(hallCatalogue);
    const before = await countOf();
    expect(await side.load(structuredClone(hallCatalogue))).toEqual({ recorded: 0, unchanged: 5, refused: [] });
    expect(await countOf()).toBe(before);
  });

  it('records only the differences, chained to what was there', async () => {
    await side.load(hallCatalogue);
    const [permit] = hallCatalogue.serviceItems;
    const loaded = await side.load({
      ...hallCatalogue,
      departments: [{ departmentId: 'intake', name: 'Front desk', parentId: null }, hallCatalogue.departments[1]!],
      serviceItems: [{ ...permit!, route: ['intake'] }],
    });
    expect(loaded).toEqual({ recorded: 2, unchanged: 3, refused: [] });
    expect((await eventsOf(log.store, 'department-intake')).map(({ type }) => type)).toEqual(['DepartmentRegistered', 'DepartmentRenamed']);
    expect(await eventsOf(log.store, 'serviceItem-permit')).toMatchObject([{ data: { version: 1 } }, { type: 'ServiceItemRevised', data: { version: 2, route: ['intake'] } }]);
    for (const stream of ['department-intake', 'serviceItem-permit', 'referenceData-index']) {
      expect(await verifyStream(await eventsOf(log.store, stream))).toBeNull();
    }
  });

  it('refuses a holiday in the past, and loads the rest all the same', async () => {
    await side.load(hallCatalogue);
    const desk = { departmentId: 'desk', name: 'Desk', parentId: null };
    // The clock says Friday 2026-03-06, 20:00 in Shanghai: the 5th is over, the 6th is not.
    const loaded = await side.load({ ...withOverrides({ '2026-03-05': { spans: [] } }), departments: [desk] });
    expect(loaded).toMatchObject({ recorded: 1, refused: [{ entry: 'calendar office', code: 'CALENDAR_PAST_CHANGE', message: expect.stringContaining('2026-03-05') }] });
    expect(await side.load(withOverrides({ '2026-03-06': { spans: [] } }))).toMatchObject({ recorded: 1, refused: [] });
    expect((await eventsOf(log.store, 'calendar-office')).at(-1)?.data).toEqual({
      calendarId: 'office', version: 2, effectiveFrom: '2026-03-06', week: null, overrides: { '2026-03-06': { spans: [] } }, announcedThrough: '2026-12-31',
    });
  });

  it('opens no stream for what it refuses', async () => {
    const [permit] = hallCatalogue.serviceItems;
    const loaded = await side.load({ ...emptyCatalogue, serviceItems: [permit!] });
    expect(loaded).toMatchObject({ recorded: 0, refused: [{ entry: 'service item permit', code: 'UNKNOWN_CALENDAR' }] });
    expect(await countOf()).toBe(0);
  });

  it('takes the first of two entries of one name, and refuses the second', async () => {
    const twice = ['First', 'Second'].map((name) => ({ departmentId: 'twin', name, parentId: null }));
    expect(await side.load({ ...emptyCatalogue, departments: twice })).toMatchObject({ recorded: 1, refused: [{ entry: 'department twin', code: 'DUPLICATE_ENTRY' }] });
    expect((await eventsOf(log.store, 'department-twin')).map(({ data }) => data['name'])).toEqual(['First']);
  });

  it('knows everything again after a restart, from the index alone', async () => {
    await side.load(hallCatalogue);
    const restarted = new WriteSide(log);
    await restarted.start();
    expect(restarted.directory.serviceItem('permit')).toEqual(side.directory.serviceItem('permit'));
    expect(restarted.directory.calendar('office')?.definition).toEqual(side.directory.calendar('office')?.definition);
    expect([...restarted.directory.state.officers.values()]).toEqual([{ officerId: 'o-1', name: 'Wang' }]);
    await restarted.stop();
  });

  it('follows what another process revises', async () => {
    await side.load(hallCatalogue);
    const other = new WriteSide(log);
    await other.start();
    await other.load(withOverrides({ '2026-10-08': { spans: [], name: '国庆节' } }));
    const version = (): number | undefined => side.directory.calendar('office')?.definition.version;
    for (let looks = 0; looks < 500 && version() !== 2; looks += 1) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(side.directory.calendar('office')?.definition.overrides).toHaveProperty('2026-10-08');
    await other.stop();
  });

  it('decides again when another process was faster', async () => {
    await side.load(hallCatalogue);
    const stale = new WriteSide(log, new SetClock(NOON_MS + 1));
    await stale.directory.catchUp();
    await side.load({ ...emptyCatalogue, departments: [{ departmentId: 'intake', name: 'Front desk', parentId: null }] });
    expect(await stale.load({ ...emptyCatalogue, departments: [{ departmentId: 'intake', name: 'Hall', parentId: null }] })).toMatchObject({ recorded: 1 });
    const events = await eventsOf(log.store, 'department-intake');
    expect(events.map(({ data }) => data['name'])).toEqual(['Intake 综合窗口', 'Front desk', 'Hall']);
    expect(await verifyStream(events)).toBeNull();
  });

  it('registers seven hundred departments, which another process then finds', async () => {
    const departments = Array.from({ length: 700 }, (_, i) => ({ departmentId: `dept-${i}`, name: `Department ${i}`, parentId: i === 0 ? null : 'dept-0' }));
    expect(await side.load({ ...emptyCatalogue, departments })).toEqual({ recorded: 700, unchanged: 0, refused: [] });
    const other = new WriteSide(log);
    await other.directory.catchUp();
    expect(departments.every(({ departmentId }) => other.directory.hasDepartment(departmentId))).toBe(true);
    expect(await other.load({ ...emptyCatalogue, departments })).toEqual({ recorded: 0, unchanged: 700, refused: [] });
  });

  it('lets two processes load the same catalogue at the same time', async () => {
    const other = new WriteSide(log);
    await other.start();
    const loaded = await Promise.all([side.load(hallCatalogue), other.load(hallCatalogue)]);
    expect(loaded.map(({ recorded, unchanged, refused }) => recorded + unchanged + refused.length)).toEqual([5, 5]);
    expect(loaded[0].recorded + loaded[1].recorded).toBe(5);
    expect(await eventsOf(log.store, 'serviceItem-permit')).toHaveLength(1);
    await other.stop();
  });
});
