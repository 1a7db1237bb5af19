import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { Figure } from '../../src/efficiency/read-model/figures/figure-relations.js';
import { describeWithLogs, realLog } from '../integration/import/support.js';
import { reportOf, type Figures, type Report } from '../support/graphql-figures.js';
import { opened, sumOfPages, type Opened } from '../support/graphql-opened.js';
import { askCurves, leadsOf, medianOf, openShares } from '../support/plain-survival.js';
import { Comparison } from '../support/read-side-expected.js';
import { auditLedger } from '../support/read-side-ledger.js';
import { expectedOf, serveLogs, type ImportedLogs } from '../support/read-side-logs.js';

jest.setTimeout(300_000);

const COUNTS = {
  received: 'received', closures: 'closures', closuresOnTime: 'promised.byClosure.onTime', closuresLate: 'promised.byClosure.late',
  closuresWithoutLimit: 'promised.byClosure.withoutLimit', open: 'backlog.open', openWithoutLimit: 'backlog.promised.withoutLimit',
  // Every target of 2011 is past: what is open and has one is overdue.
  openWithLimit: 'backlog.promised.red',
};
type CityRow = Readonly<Record<'case_enquiry_id' | 'ontime', string>>;
/** Figures opened page by page through the API; the two largest are not. */
const OPENED = ['CLOSED_LATE_PROMISED', 'DUE_FAILED_PROMISED', 'BACKLOG'] as const;
/** What the figures say of every request, open or closed, by its id. */
const ANSWERS = `SELECT r.request_id, coalesce(c.promised, s.standing, 'NO_LIMIT') AS answer, c.request IS NULL AS is_open
  FROM live_receipts($p) r LEFT JOIN live_closures($p) c USING (request) LEFT JOIN due_standing($p, $now) s ON s.request = r.request AND s.limit_kind = 'PROMISED'`;
/** The city writes ONTIME where there is no target; here that is "no limit", never "on time". */
const CITY_SAYS: Readonly<Record<string, string>> = { ON_TIME: 'ONTIME', NO_LIMIT: 'ONTIME', LATE: 'OVERDUE', FAILED: 'OVERDUE' };

describeWithLogs('a city’s requests of a year over GraphQL', () => {
  let logs: ImportedLogs;
  let report: Report;
  const behind: Partial<Record<Figure, Opened>> = {};
  beforeAll(async () => {
    logs = await serveLogs({ file: 'boston311-2011.csv.gz', mapping: 'boston311-2011' });
    report = await reportOf(logs.side);
    for (const figure of OPENED) behind[figure] = await opened(logs.side, figure);
  });
  afterAll(() => logs.stop());

  it('shows every figure that an independent program computed, in total and of each department', () => {
    const { totals, departments } = expectedOf('boston311-2011');
    const figures = new Comparison();
    expect(Object.keys(report.departments).sort()).toEqual(Object.keys(departments).sort());
    figures.counts('total', report.total, totals, COUNTS);
    for (const [id, row] of Object.entries(report.departments)) {
      figures.counts(id, row, departments[id], COUNTS);
      figures.distribution(id, row, 'leadTime', departments[id].leadTimeMs);
    }
    expect(figures.differences).toEqual([]);
    // 12 rows of 8 counts; 11 departments with n and max, ten of them with mean, p50 and p90 as well.
    expect(figures.compared).toBe(12 * 8 + 11 * 2 + 10 * 3);
  });

  it('gives the city’s own answer for each of the 58,093 requests where the city filled it in', async () => {
    const { readModel } = logs.side;
    const params = { p: readModel.position() ?? 0n, now: BigInt(Date.parse(report.at)) };
    const rows = await readModel.query<{ request_id: string; answer: string; is_open: boolean }>(ANSWERS, params);
    const answers = new Map(rows.map(({ request_id, answer }) => [request_id, answer]));
    const city = parse<CityRow>(gunzipSync(readFileSync(realLog('boston311-2011.csv.gz'))), { columns: true, bom: true });
    const judged = city.filter(({ ontime }) => ontime !== '');
    expect([rows.length, judged.length]).toEqual([58_251, 58_093]);
    const saysOf = ({ case_enquiry_id: id }: CityRow) => CITY_SAYS[answers.get(id) ?? ''];
    expect(judged.filter((row) => saysOf(row) !== row.ontime)).toEqual([]);
    const ids = (wanted: (row: (typeof rows)[number]) => boolean) => rows.filter(wanted).map(({ request_id }) => request_id).sort();
    const listed = (figure: Figure) => [...behind[figure]!.requests.keys()].sort();
    expect(listed('CLOSED_LATE_PROMISED')).toEqual(ids(({ answer }) => answer === 'LATE'));
    expect(listed('DUE_FAILED_PROMISED')).toEqual(ids(({ answer }) => answer === 'LATE' || answer === 'FAILED'));
    expect(listed('BACKLOG')).toEqual(ids(({ is_open }) => is_open));
  });

  it.each<[Figure, string]>([
    ['CLOSED_LATE_PROMISED', 'promised.byClosure.late'], ['DUE_FAILED_PROMISED', 'promised.byDueDate.failed'], ['BACKLOG', 'backlog.open'],
  ])('opens %s into the requests behind it', (figure, path) => {
    const all = behind[figure]!;
    expect(sumOfPages(all)).toEqual([all.totalCount, all.occurrences]);
    expect(all.occurrences).toBe(report.total[path]);
  });

  it('opens what each department closed late', async () => {
    const found = Object.keys(report.departments).map(async (id) =>
      [id, (await opened(logs.side, 'CLOSED_LATE_PROMISED', { filter: { departmentIds: [id] } })).occurrences] as const);
    const figures = (row: Figures) => row['promised.byClosure.late'];
    expect(await Promise.all(found)).toEqual(Object.entries(report.departments).map(([id, row]) => [id, figures(row)]));
  });

  it('has a ledger that adds up to the wall clock for every request', async () => {
    expect(await auditLedger(logs.side.readModel, logs.side.readModel.position())).toEqual({ requests: 58_251, closed: 54_570, violations: 0 });
  });

  it('draws the curve of what was known of the requests at the end of the year, with those open then censored', async () => {
    const [at, december] = ['2012-01-01T05:00:00Z', '2011-12-01T05:00:00Z'];
    const { total } = await askCurves(logs.side, { by: [], at });
    const waited = await leadsOf(logs.side, at);
    const shares = openShares(waited);
    expect([total.received, total.open]).toEqual([58_251, waited.filter(({ done }) => !done).length]);
    expect(Number(total.median.ms)).toBe(medianOf(shares));
    for (const { time, open } of total.points) expect(open).toBeCloseTo(shares.get(Number(time.ms)) ?? Number.NaN, 9);
    // What came in last looks quick by what of it is closed; the curve does not fall for it.
    const last = (await askCurves(logs.side, { by: [], at, period: { from: december } })).total;
    expect(Number(last.median.ms)).toBe(medianOf(openShares(await leadsOf(logs.side, at, december))));
    expect(Number(last.median.ms)).toBeGreaterThan(1.2 * Number(last.closedOnly.p50.ms));
  });

  it('counts the 2,499 requests that were closed in the second they were opened as processed in no time', async () => {
    const sql = 'SELECT count(*) AS n FROM live_closures($p) WHERE processing_ms = 0 AND lead_ms = 0';
    const [row] = await logs.side.readModel.query<{ n: bigint }>(sql, { p: logs.side.readModel.position() ?? 0n });
    expect(row?.n).toBe(2_499n);
  });
});
