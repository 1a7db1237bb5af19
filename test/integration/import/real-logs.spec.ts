import { readFileSync } from 'node:fs';
import type { ServiceRequestEventType } from '../../../src/service-request/domain/events.js';
import { loadMapping } from '../../../src/import/mapping/load-mapping.js';
import {
  countsOf,
  describeWithLogs,
  importInto,
  mappingFile,
  openHall,
  realLog,
  requestEvents,
  type Hall,
  type Imported,
} from './support.js';

jest.setTimeout(600_000);

const expectedOf = (name: string) => JSON.parse(readFileSync(realLog(`expected/${name}.json`), 'utf8'));
const importLog = async (hall: Hall, log: string, mapping: string): Promise<Imported> =>
  importInto(hall, realLog(log), await loadMapping(mappingFile(mapping)));

/** Holders of each request in order, by the events that were recorded. */
async function holdersOf(hall: Hall): Promise<Map<string, string[]>> {
  const holders = new Map<string, string[]>();
  for (const { stream, type, data } of await requestEvents(hall)) {
    if (type === 'RequestReceived') holders.set(stream, [String(data['departmentId'])]);
    if (type === 'RequestTransferred') holders.get(stream)?.push(String(data['toDepartmentId']));
  }
  return holders;
}
const pingPongsIn = (holders: readonly string[]): number =>
  holders.filter((holder, index) => index >= 2 && holder === holders[index - 2]).length;

describeWithLogs('the closed problems, a state log', () => {
  let hall: Hall;
  let imported: Imported;
  beforeAll(async () => {
    hall = await openHall();
    imported = await importLog(hall, 'volvo-closed-problems.xes.gz', 'volvo-closed-problems.always-open');
  });
  afterAll(() => hall.app.close());

  it('become exactly the events that an independent program derived', async () => {
    const { events } = expectedOf('volvo-closed-problems.always-open');
    const kinds: Readonly<Record<string, ServiceRequestEventType>> = {
      received: 'RequestReceived',
      transferred: 'RequestTransferred',
      completed: 'RequestCompleted',
      reopened: 'RequestReopened',
      suspended: 'RequestSuspended',
      resumed: 'RequestResumed',
    };
    expect(await countsOf(hall)).toEqual(Object.fromEntries(Object.entries(events).map(([kind, count]) => [kinds[kind], count])));
  });

  it('count 2,197 of 6,660 rows as no change, and refuse none', () => {
    expect(imported.report).toMatchObject({ cases: 1_487, rows: 6_660, unchangedRows: 2_197, unreadableRows: {} });
    expect(imported.rejects).toEqual([]);
  });

  it('hold the transfers of the expected file, case by case', async () => {
    const { casesWithTransfer, maxTransfers, totals } = expectedOf('volvo-closed-problems.always-open');
    const holders = [...(await holdersOf(hall)).values()];
    expect(holders.filter(({ length }) => length > 1)).toHaveLength(casesWithTransfer);
    expect(Math.max(...holders.map(({ length }) => length - 1))).toBe(maxTransfers);
    expect(holders.reduce((sum, one) => sum + pingPongsIn(one), 0)).toBe(totals.pingPongs);
  });

  it('stand in one log beside themselves under office hours', async () => {
    const { report } = await importLog(hall, 'volvo-closed-problems.xes.gz', 'volvo-closed-problems.office-hours');
    expect(report.total).toEqual({ recorded: 4_805, alreadyRecorded: 0, refused: 0 });
  });
});

describeWithLogs('the permit receipts, an activity log', () => {
  let hall: Hall;
  let imported: Imported;
  beforeAll(async () => {
    hall = await openHall();
    imported = await importLog(hall, 'permit-receipts.xes.gz', 'permit-receipts');
  });
  afterAll(() => hall.app.close());

  it('have the raw figures of the expected file', () => {
    const { rawRows } = expectedOf('permit-receipts');
    expect(imported.report.rawRows).toEqual({
      handovers: rawRows.handovers,
      casesWithHandover: rawRows.cases,
      maxHandoversInOneCase: rawRows.maxInOneCase,
      pingPongs: rawRows.pingPongs,
      casesWithPingPong: rawRows.pingPongCases,
      closedOnTime: rawRows.onTime,
      closedLate: rawRows.late,
      closedWithoutDue: 0,
      withoutEnd: rawRows.withoutEnd,
    });
  });

  it('refuse exactly the commands of the expected file', () => {
    const { refused } = expectedOf('permit-receipts');
    expect(Object.fromEntries(imported.report.refusals.map(({ what, count }) => [what, count]))).toEqual(refused);
    expect(imported.rejects).toHaveLength(17);
  });

  it('record the receipts, transfers and closures of the expected file', async () => {
    const { imported: figures } = expectedOf('permit-receipts');
    expect(await countsOf(hall)).toEqual({
      RequestReceived: figures.received,
      RequestTransferred: figures.transfers,
      RequestCompleted: figures.closuresOnTime + figures.closuresLate,
    });
    const holders = [...(await holdersOf(hall)).values()];
    expect(holders.filter(({ length }) => length > 1)).toHaveLength(figures.casesWithTransfer);
    expect(Math.max(...holders.map(({ length }) => length - 1))).toBe(figures.maxTransfers);
    expect(holders.reduce((sum, one) => sum + pingPongsIn(one), 0)).toBe(figures.pingPongs);
    expect(holders.filter((one) => pingPongsIn(one) > 0)).toHaveLength(figures.casesWithPingPong);
  });

  it('are the same events as CSV, so that importing it as well adds nothing', async () => {
    const asCsv = await importLog(hall, 'permit-receipts.csv.gz', 'permit-receipts');
    expect(asCsv.report.total).toEqual({ recorded: 0, alreadyRecorded: 3_954, refused: 17 });
    expect(asCsv.report.refusals).toEqual(imported.report.refusals);
    expect(asCsv.report.rawRows).toEqual(imported.report.rawRows);
    expect(asCsv.rejects.map(({ caseId, occurredAt, code }) => [caseId, occurredAt, code])).toEqual(
      imported.rejects.map(({ caseId, occurredAt, code }) => [caseId, occurredAt, code]),
    );
  });

  it('are the same history of every case when only the CSV is imported', async () => {
    const other = await openHall();
    const { report } = await importLog(other, 'permit-receipts.csv.gz', 'permit-receipts');
    // Many cases are under way at a time, so the log's order among cases is nobody's promise; a case's own order is.
    const facts = async (one: Hall) =>
      (await requestEvents(one))
        .map(({ stream, type, data }) => ({ stream, type, data }))
        .sort((a, b) => (a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : 0));
    expect(report.total).toEqual(imported.report.total);
    expect(await facts(other)).toEqual(await facts(hall));
    await other.app.close();
  });
});

describeWithLogs('the Boston requests, a case table', () => {
  it('become a receipt each, and a closure where they are closed, with the targets as due instants', async () => {
    const hall = await openHall();
    const { report, rejects } = await importLog(hall, 'boston311-2011.csv.gz', 'boston311-2011');
    const { totals, departments } = expectedOf('boston311-2011');
    expect(rejects).toEqual([]);
    expect(report).toMatchObject({ cases: 58_251, rows: 58_251 });
    expect(report.total).toEqual({ recorded: 112_821, alreadyRecorded: 0, refused: 0 });
    expect(report.rawRows).toMatchObject({
      closedOnTime: totals.closuresOnTime,
      closedLate: totals.closuresLate,
      closedWithoutDue: totals.closuresWithoutLimit,
      withoutEnd: totals.open,
    });
    const received: Record<string, number> = {};
    let withoutLimit = 0;
    for (const { type, data } of await requestEvents(hall)) {
      if (type !== 'RequestReceived') continue;
      received[String(data['departmentId'])] = (received[String(data['departmentId'])] ?? 0) + 1;
      if (data['promisedLimit'] === null) withoutLimit += 1;
    }
    const each = Object.entries<{ received: number }>(departments).map(([department, figures]) => [department, figures.received] as const);
    expect(received).toEqual(Object.fromEntries(each));
    expect(withoutLimit).toBe(totals.closuresWithoutLimit + totals.openWithoutLimit);
    await hall.app.close();
  });
});
