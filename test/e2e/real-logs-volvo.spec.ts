import type { Figure } from '../../src/efficiency/read-model/figures/figure-relations.js';
import { describeWithLogs } from '../integration/import/support.js';
import { efficiencyOf } from '../support/graphql-efficiency.js';
import { reportOf, type Report } from '../support/graphql-figures.js';
import { askFlows, openedFlows } from '../support/graphql-flows.js';
import { opened, sumOfPages } from '../support/graphql-opened.js';
import { askCurves } from '../support/plain-survival.js';
import { Comparison } from '../support/read-side-expected.js';
import { auditLedger } from '../support/read-side-ledger.js';
import { expectedOf, serveLogs, type ImportedLogs } from '../support/read-side-logs.js';
import { whatIf } from '../support/what-if-api.js';
import type { Json } from '../support/read-side.js';

jest.setTimeout(300_000);

const COUNTS = {
  received: 'received', closures: 'closures', reopened: 'reopenings', transfersOut: 'transfersOut', transfersIn: 'transfersIn',
  buckPasses: 'buckPasses', returns: 'returns', pingPongs: 'pingPongs', hotPotatoes: 'hotPotatoes',
  firstInquiryCompletions: 'firstInquiryCompletions', holdingMs: 'ledger.holding',
};
const DISTRIBUTIONS = ['processingTime', 'holdingTime', 'leadTime'];
const LEDGER = { APPLICANT: 'ledger.applicant', CLOSED: 'ledger.closed', HOLDING: 'ledger.holding', OFF_HOURS: 'ledger.offHours', LEAD: 'ledger.total' };
const KINDS = {
  received: 'RequestReceived', transferred: 'RequestTransferred', completed: 'RequestCompleted', reopened: 'RequestReopened',
  suspended: 'RequestSuspended', resumed: 'RequestResumed',
};

/** Both calendars stand in one log, in halls of their own: what one asks for must be free of the other. */
describeWithLogs('the closed problems over GraphQL', () => {
  let logs: ImportedLogs;
  const reports: Record<string, Report> = {};
  beforeAll(async () => {
    const calendars = ['always-open', 'office-hours'];
    logs = await serveLogs(...calendars.map((name) => ({ file: 'volvo-closed-problems.xes.gz', mapping: `volvo-closed-problems.${name}` })));
    for (const name of calendars) reports[name] = await reportOf(logs.side, { filter: { hallIds: [`volvo-${name}`] } });
  });
  afterAll(() => logs.stop());

  describe.each(['always-open', 'office-hours'])('with the calendar %s', (calendar) => {
    const expected = () => expectedOf(`volvo-closed-problems.${calendar}`);
    const hall = `volvo-${calendar}`;
    const rows = (sql: string) => logs.side.readModel.query<Record<string, unknown>>(sql, { hall, p: logs.side.readModel.position() ?? 0n });
    const ofHall = 'request IN (SELECT request FROM live_receipts($p) WHERE hall = $hall)';
    const tuples = async (sql: string): Promise<unknown[][]> =>
      (await rows(sql)).map((row) => Object.values(row).map((value) => (typeof value === 'bigint' ? Number(value) : value)));

    it('shows every figure that an independent program computed, in total and of each of 324 departments', () => {
      const { total, departments } = reports[calendar]!;
      const figures = new Comparison();
      const { totals, departments: expectedDepartments, ledgerMs, ...all } = expected();
      expect(Object.keys(departments).sort()).toEqual(Object.keys(expectedDepartments).sort());
      figures.counts('total', total, totals, COUNTS);
      figures.counts('total', total, ledgerMs, LEDGER);
      for (const name of DISTRIBUTIONS) figures.distribution('total', total, name, all[name]);
      for (const [id, row] of Object.entries(departments)) {
        figures.counts(id, row, expectedDepartments[id], COUNTS);
        for (const name of DISTRIBUTIONS) figures.distribution(id, row, name, expectedDepartments[id][name]);
      }
      expect(figures.differences).toEqual([]);
      // 11 counts and 3 distributions of 6 values, in total and for 324 departments, and 5 sums of the ledger.
      expect(figures.compared).toBe(325 * (11 + 18) + 5);
    });

    it('shows the same by dimensions, to the digit', async () => {
      const { groups, total } = await efficiencyOf(logs.side, { by: ['DEPARTMENT'], filter: { hallIds: [hall] } });
      expect(total.figures).toEqual(reports[calendar]!.total);
      expect(groups).toHaveLength(324);
      for (const { values, figures } of groups) expect(figures).toEqual(reports[calendar]!.departments[values[0]!]);
    });

    it('shows the events by kind, and no row that was refused', async () => {
      const { events, rejectedTransfersWhileCompleted, requests } = expected();
      const counted = await tuples(`SELECT type, count(*) FROM events WHERE ${ofHall} GROUP BY type ORDER BY type`);
      expect(counted).toEqual(Object.entries(KINDS).map(([kind, type]) => [type, events[kind]]).sort());
      const report = logs.reports.find((one) => one.hall === hall);
      expect(report?.total).toEqual({ recorded: 4_805, alreadyRecorded: 0, refused: rejectedTransfersWhileCompleted });
      expect(await tuples('SELECT count(*) FROM live_receipts($p) WHERE hall = $hall')).toEqual([[requests]]);
    });

    const firstOf = async (query: 'flows' | 'pingPongPairs', orderBy: string) => askFlows(logs.side, query, { filter: { hallIds: [hall] }, orderBy, first: 15 });
    const nodes = ({ edges }: Json): Json[] => edges.map(({ node }: Json) => node);

    it('shows the flows, and the cases that were passed on', async () => {
      const { topFlows, casesWithTransfer, maxTransfers, totals } = expected();
      const answer = await firstOf('flows', 'TRANSFERS');
      expect(nodes(answer).map(({ fromDepartmentId, toDepartmentId, figures }) => [fromDepartmentId, toDepartmentId, figures.transfers])).toEqual(topFlows);
      const { total } = answer;
      expect([total.requests, answer.maxTransfers]).toEqual([casesWithTransfer, maxTransfers]);
      expect([total.transfers, total.unplanned, total.returns, total.pingPongs, total.buckPasses, total.hotPotatoes])
        .toEqual([totals.transfersOut, totals.transfersOut, totals.returns, totals.pingPongs, totals.buckPasses, totals.hotPotatoes]);
    });

    it('shows the pairs with ping-pongs, and those with episodes and rounds', async () => {
      const { topPingPongPairs, topEpisodePairs, episodes, rounds, totals } = expected();
      const pairs = await firstOf('pingPongPairs', 'PING_PONGS');
      expect(nodes(pairs).map(({ departmentA, departmentB, pingPongs }) => [departmentA, departmentB, pingPongs])).toEqual(topPingPongPairs);
      expect(nodes(pairs).filter(({ pingPongs, sentBackByA, sentBackByB }) => pingPongs !== sentBackByA + sentBackByB)).toEqual([]);
      expect([pairs.pingPongs, pairs.episodes, pairs.rounds]).toEqual([totals.pingPongs, episodes, rounds]);
      const byEpisodes = nodes(await firstOf('pingPongPairs', 'EPISODES'));
      expect(byEpisodes.map((pair) => [pair.departmentA, pair.departmentB, pair.episodes, pair.rounds])).toEqual(topEpisodePairs);
      const { totalCount, rounds: ofAll } = await askFlows(logs.side, 'pingPongEpisodes', { filter: { hallIds: [hall] }, first: 1 });
      expect([totalCount, ofAll]).toEqual([episodes, rounds]);
    });

    it('opens the first flow, pair and episode pair into the requests behind them', async () => {
      const { topFlows: [[from, to, n]], topPingPongPairs: [[a, b, pingPongs]], topEpisodePairs: [[c, d, episodes]] } = expected();
      const sum = async (question: object) => Object.values(await openedFlows(logs.side, 'flowRequests', { filter: { hallIds: [hall] }, ...question }, 10)).reduce((x, y) => x + y, 0);
      expect([await sum({ from, to }), await sum({ from: a, to: b, kind: 'PING_PONGS', eitherWay: true })]).toEqual([n, pingPongs]);
      expect((await askFlows(logs.side, 'pingPongEpisodes', { filter: { hallIds: [hall] }, between: [d, c] })).edges).toHaveLength(episodes);
    });

    it('has as many ways round of two departments as ping-pongs, and none more than returns', async () => {
      const { totals } = expected();
      const times = async (maxLength: number): Promise<number> => (await askFlows(logs.side, 'transferCycles', { filter: { hallIds: [hall] }, maxLength })).times;
      expect(await times(2)).toBe(totals.pingPongs);
      expect(await times(16)).toBeLessThanOrEqual(totals.returns);
    });

    it.each(['LEAD', 'PROCESSING'])('has the plain median as that of the curve of %s, because nothing is open, in total and of each department', async (time) => {
      const { total, edges } = await askCurves(logs.side, { by: ['DEPARTMENT'], time, filter: { hallIds: [hall] } });
      const column = time === 'LEAD' ? 'lead_ms' : 'processing_ms';
      const plain = await tuples(`SELECT count(*), quantile_cont(${column}, 0.5) FROM live_closures($p) WHERE fact_key = 0 AND ${ofHall}`);
      expect([total.received, total.open]).toEqual([expected().requests, 0]);
      expect([[total.closedOnly.n, Number(total.median.ms)]]).toEqual(plain);
      expect(edges).toHaveLength(100);
      for (const { node } of edges) expect([node.open, node.median.ms]).toEqual([0, node.closedOnly.p50.ms]);
    });

    it.each<[Figure, string]>([
      ['RECEIVED', 'received'], ['CLOSURES', 'closures'], ['REOPENINGS', 'reopenings'], ['TRANSFERS_OUT', 'transfersOut'], ['TRANSFERS_IN', 'transfersIn'],
      ['BUCK_PASSES', 'buckPasses'], ['RETURNS', 'returns'], ['PING_PONGS', 'pingPongs'], ['HOT_POTATOES', 'hotPotatoes'],
      ['FIRST_INQUIRY_COMPLETIONS', 'firstInquiryCompletions'], ['PROCESSING_TIME', 'processingTime.n'], ['HOLDING_TIME', 'holdingTime.n'],
      ['CLOSED_WITHOUT_PROMISED_LIMIT', 'promised.byClosure.withoutLimit'], ['CLOSED_LATE_PROMISED', 'promised.byClosure.late'], ['BACKLOG', 'backlog.open'],
    ])('opens %s into the requests behind it', async (figure, path) => {
      const all = await opened(logs.side, figure, { filter: { hallIds: [hall] } }, 400);
      expect(sumOfPages(all)).toEqual([all.totalCount, all.occurrences]);
      expect(all.occurrences).toBe(reports[calendar]!.total[path]);
    });
  });

  it.each<[Figure, string]>([['BUCK_PASSES', 'buckPasses'], ['PING_PONGS', 'pingPongs']])('opens %s of each department into the requests behind it', async (figure, path) => {
    const { departments, total } = reports['office-hours']!;
    const having = Object.keys(departments).filter((id) => departments[id]![path] !== 0);
    const of = (departmentIds: readonly string[]) => opened(logs.side, figure, { filter: { hallIds: ['volvo-office-hours'], departmentIds } });
    const found = await Promise.all(having.map(async (id) => [id, (await of([id])).occurrences] as const));
    expect(found).toEqual(having.map((id) => [id, departments[id]![path]]));
    expect((await of(Object.keys(departments).filter((id) => !having.includes(id)))).totalCount).toBe(0);
    expect(found.reduce((sum, [, n]) => sum + n, 0)).toBe(total[path]);
  });

  it('differs in no figure of no department under rules that change nothing', async () => {
    const { flips, differences } = await whatIf(logs.side, { items: [{ promised: { unit: 'WORKING_DAY', by: -1 }, statutory: { unit: 'WORKING_DAY', by: -1 }, warningShare: 0.5 }] });
    expect([flips, Object.values(differences).flat(), Object.keys(differences).length]).toEqual([[], [], 325]);
  });

  it('has a ledger that adds up to the wall clock for every request under both calendars', async () => {
    expect(await auditLedger(logs.side.readModel, logs.side.readModel.position())).toEqual({ requests: 2 * 1_487, closed: 2 * 1_487, violations: 0 });
  });
});
