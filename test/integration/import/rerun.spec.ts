import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportMapping } from '../../../src/import/mapping/mapping.js';
import type { ImportPorts } from '../../../src/import/running/run-import.js';
import { mappingWith } from '../../unit/import/support.js';
import { countsOf, importInto, openHall, requestEvents, type Hall } from './support.js';

const folder = mkdtempSync(join(tmpdir(), 'rerun-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CALENDAR = { id: 'always-open', zone: 'UTC', week: 'daily 00:00-24:00' };
const LOG = mappingWith({ calendar: CALENDAR });
const written = (text: string): string => {
  const file = join(folder, 'log.csv');
  writeFileSync(file, `case,time,team,officer,state\n${text}`);
  return file;
};
const row = (caseId: string, minute: string, team: string, state = 'Accepted'): string =>
  `${caseId},2020-01-02T${minute}:00Z,${team},-,${state}\n`;

describe('an import into a hall', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.app.close());

  const run = (text: string, mapping: ImportMapping = LOG) => importInto(hall, written(text), mapping);

  it('registers what the file names, then records its cases', async () => {
    const { report, error } = await run(
      row('1', '09:00', 'A') + row('2', '09:00', 'A') + row('1', '10:00', 'B') + row('2', '11:00', 'A', 'Completed'),
    );
    expect(error).toBeNull();
    expect(report).toMatchObject({
      cases: 2,
      rows: 4,
      unchangedRows: 0,
      referenceData: { recorded: 4 },
      total: { recorded: 4, alreadyRecorded: 0, refused: 0 },
    });
    expect(await countsOf(hall)).toEqual({ RequestReceived: 2, RequestTransferred: 1, RequestCompleted: 1 });
  });

  it('adds nothing the second time', async () => {
    const text = row('1', '09:00', 'A') + row('1', '10:00', 'B', 'Wait') + row('1', '11:00', 'B', 'Completed');
    await run(text);
    const { report } = await run(text);
    expect(report.total).toEqual({ recorded: 0, alreadyRecorded: 5, refused: 0 });
    expect(await requestEvents(hall)).toHaveLength(5);
  });

  it('does not let a second run smuggle in what the first one refused', async () => {
    // The refused transfer lies within the five minutes in which a late clock is put right, so after the reopening it would be allowed.
    const text = row('1', '09:00', 'A', 'Completed') + row('1', '09:01', 'B', 'Completed') + row('1', '09:02', 'A');
    const first = await run(text);
    const second = await run(text);
    const refused = { what: 'transfer after the closure', event: 'RequestTransferred', code: 'NOT_OPEN', count: 1 };
    expect([first.report.refusals, second.report.refusals]).toEqual([[refused], [refused]]);
    expect([first.rejects[0]?.line, second.rejects[0]?.line]).toEqual([3, 3]);
    expect(second.report.total).toEqual({ recorded: 0, alreadyRecorded: 3, refused: 1 });
    expect(await countsOf(hall)).toEqual({ RequestReceived: 1, RequestCompleted: 1, RequestReopened: 1 });
  });

  it('records what a later export has more', async () => {
    const text = row('1', '09:00', 'A');
    await run(text);
    const { report } = await run(text + row('1', '10:00', 'B') + row('2', '10:00', 'A'));
    expect(report.total).toEqual({ recorded: 2, alreadyRecorded: 1, refused: 0 });
  });

  it('refuses what a later export puts before something recorded, and says so', async () => {
    await run(row('1', '09:00', 'A') + row('1', '12:00', 'A', 'Completed'));
    const { report } = await run(row('1', '09:00', 'A') + row('1', '10:00', 'A', 'Wait') + row('1', '12:00', 'A', 'Completed'));
    expect(report.refusals.map(({ what, code }) => [what, code])).toEqual([
      ['suspension refused (FOLLOWED_BY_RECORDED)', 'FOLLOWED_BY_RECORDED'],
      ['resumption refused (FOLLOWED_BY_RECORDED)', 'FOLLOWED_BY_RECORDED'],
    ]);
    expect(await requestEvents(hall)).toHaveLength(2);
  });

  it('does not touch a request that another source received under the same id', async () => {
    await run(row('1', '09:00', 'A'));
    const other = mappingWith({ source: 'other', calendar: CALENDAR });
    const { report, rejects } = await run(row('1', '09:00', 'A') + row('1', '10:00', 'B'), other);
    expect(report.total).toEqual({ recorded: 0, alreadyRecorded: 0, refused: 2 });
    expect(rejects.map(({ code }) => code)).toEqual(['CASE_TAKEN', 'CASE_TAKEN']);
    expect(await requestEvents(hall)).toHaveLength(1);
  });

  it('sends nothing of a case whose receipt has changed since', async () => {
    await run(row('1', '09:00', 'A'));
    const { rejects } = await run(row('1', '08:00', 'A') + row('1', '10:00', 'B'));
    expect(rejects.map(({ event, code }) => [event, code])).toEqual([
      ['RequestReceived', 'ID_REUSED'],
      ['RequestTransferred', 'RECEIPT_REFUSED'],
    ]);
    expect(await requestEvents(hall)).toHaveLength(1);
  });

  it('takes a case that comes twice in one file as one', async () => {
    const table = mappingWith({
      shape: 'case-table',
      states: undefined,
      calendar: CALENDAR,
      columns: { case: 'case', holder: 'team', serviceItem: { constant: 'item' }, received: 'time', closed: 'state' },
    });
    const open = '1,2020-01-02T09:00:00Z,A,-,\n';
    const closed = '1,2020-01-02T09:00:00Z,A,-,2020-01-02T10:00:00Z\n';
    const { report } = await run(open + open + closed + closed, table);
    expect(report.total).toEqual({ recorded: 2, alreadyRecorded: 4, refused: 0 });
  });

  it('keeps the names of departments that are registered already', async () => {
    const named = {
      version: '1',
      calendars: [],
      departments: [{ departmentId: 'A', name: 'Planning', parentId: null }],
      officers: [],
      serviceItems: [],
    };
    await hall.ports.loadCatalogue(named);
    await run(row('1', '09:00', 'A') + row('1', '10:00', 'B'));
    const renamed = (await hall.store.readAll(null, 1_000)).filter(({ type }) => type === 'DepartmentRenamed');
    expect(renamed).toEqual([]);
  });

  it('writes unreadable rows to the rejects beside refused commands, in file order', async () => {
    const { report, rejects } = await run(row('1', '09:00', 'A') + `2,yesterday,A,-,x\n` + row('', '09:00', 'A') + row('3', '09:00', '-'));
    expect(report.unreadableRows).toEqual({ TIME_UNREADABLE: 1, CASE_MISSING: 1, HOLDER_MISSING: 1 });
    expect(rejects.map(({ line, caseId, code }) => [line, caseId, code])).toEqual([
      [3, '2', 'TIME_UNREADABLE'],
      [4, null, 'CASE_MISSING'],
      [5, '3', 'HOLDER_MISSING'],
    ]);
    expect(rejects[0]?.row).toEqual({ case: '2', time: 'yesterday', team: 'A', officer: '-', state: 'x' });
  });

  it('records nothing of a file that is damaged', async () => {
    const { report, error } = await run(`${row('1', '09:00', 'A')}2,"2020`);
    expect(error).toMatchObject({ code: 'MALFORMED_CSV' });
    expect(report).toMatchObject({ stopped: true, total: { recorded: 0 } });
    expect(await hall.store.head()).toBeNull();
  });

  it.each([
    ['its calendar', { calendar: { ...CALENDAR, week: 'Mon-Fri 09:00-17:00' } }, 'calendar always-open'],
    ["its calendar's zone", { calendar: { ...CALENDAR, zone: 'Asia/Shanghai' } }, 'calendar always-open'],
    ['the limit of its service item', { limits: { promised: { amount: 3, unit: 'WORKING_DAY' } } }, 'service item item'],
  ])('records nothing when %s is another than the one registered under that id', async (_, changes, named) => {
    await run(row('1', '09:00', 'A'));
    const { error } = await run(row('1', '09:00', 'A'), mappingWith({ hall: 'other', calendar: CALENDAR, ...changes }));
    expect(error).toMatchObject({ code: 'REFERENCE_DIFFERS' });
    expect(String(error)).toContain(named);
    expect(await requestEvents(hall)).toHaveLength(1);
  });

  it('takes a registered calendar by its id', async () => {
    await run(row('1', '09:00', 'A'));
    const { report } = await run(row('1', '09:00', 'A'), mappingWith({ hall: 'other', calendar: 'always-open' }));
    expect(report.total.recorded).toBe(1);
  });

  it('records nothing when the calendar it names is not registered', async () => {
    const { error } = await run(row('1', '09:00', 'A'), mappingWith({ calendar: 'lunar' }));
    expect(error).toMatchObject({ code: 'REFERENCE_REFUSED' });
    expect(await requestEvents(hall)).toEqual([]);
  });

  it('stops when it is told to, finishes what is under way, and goes on where it was', async () => {
    const text = Array.from({ length: 150 }, (_, index) => row(String(index), '09:00', 'A')).join('');
    const stop = new AbortController();
    const { ports } = hall;
    const recordEach: ImportPorts['recordEach'] = (calls) => (stop.abort(), ports.recordEach(calls));
    const stopping: ImportPorts = Object.assign(Object.create(ports) as ImportPorts, { recordEach });
    const stopped = await importInto({ ports: stopping }, written(text), LOG, stop.signal);
    expect(stopped.report).toMatchObject({ stopped: true, cases: 128, total: { recorded: 128 } });
    const { report } = await run(text);
    expect(report).toMatchObject({ stopped: false, total: { recorded: 22, alreadyRecorded: 128 } });
  });

  it('registers nothing when it is stopped while it reads the names', async () => {
    const { report } = await importInto(hall, written(row('1', '09:00', 'A')), LOG, AbortSignal.abort());
    expect(report).toMatchObject({ stopped: true, cases: 0, referenceData: { recorded: 0 } });
    expect(await hall.store.head()).toBeNull();
  });

  it('splits a case of more commands than one call takes', async () => {
    const minute = (index: number): string => `${String(Math.floor(index / 60)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}`;
    const text = Array.from({ length: 1_200 }, (_, index) => row('1', minute(index), index % 2 === 0 ? 'A' : 'B')).join('');
    const { report } = await run(text);
    expect(report.total).toEqual({ recorded: 1_200, alreadyRecorded: 0, refused: 0 });
    expect((await run(text)).report.total).toEqual({ recorded: 0, alreadyRecorded: 1_200, refused: 0 });
  });
});
