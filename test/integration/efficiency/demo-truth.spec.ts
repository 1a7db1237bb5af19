import { DEMO_DEPARTMENTS, isSlow, PING_PONG_PAIR } from '../../../src/demo/departments.js';
import { sumOf, type Figures as Planned } from '../../../src/demo/figures.js';
import { DEMO_ITEMS } from '../../../src/demo/service-items.js';
import { truthOf } from '../../../src/demo/truth.js';
import type { Figure } from '../../../src/efficiency/read-model/figures/figure-relations.js';
import { type Figures, reportOf, type Report } from '../../support/graphql-figures.js';
import { askFlows } from '../../support/graphql-flows.js';
import { opened, sumOfPages } from '../../support/graphql-opened.js';
import { vacuumOf } from '../../support/planted-vacuum.js';
import { DEMO_NOW_MS, planOf, startDemo } from '../../support/read-side-demo.js';
import { Comparison, numberOf } from '../../support/read-side-expected.js';
import { auditLedger } from '../../support/read-side-ledger.js';
import { medianOf, openShares } from '../../support/plain-survival.js';
import type { Json, ReadSide } from '../../support/read-side.js';

jest.setTimeout(180_000);

const YEAR = { seed: 2026, requestsPerYear: 1_500 };
const COUNTS = {
  received: 'received', closures: 'closures', reopenings: 'reopenings', transfersOut: 'transfersOut', transfersIn: 'transfersIn',
  planned: 'plannedTransfers', buckPassesAfterRulings: 'buckPasses', buckPasses: 'buckPassesBeforeRulings', returns: 'returns', pingPongs: 'pingPongs',
  hotPotatoes: 'hotPotatoes', refusals: 'refusals', recalls: 'recalls', firstInquiryCompletions: 'firstInquiryCompletions', open: 'backlog.open',
  promisedOnTime: 'promised.byClosure.onTime', promisedLate: 'promised.byClosure.late', promisedWithoutLimit: 'promised.byClosure.withoutLimit',
  statutoryOnTime: 'statutory.byClosure.onTime', statutoryLate: 'statutory.byClosure.late', statutoryWithoutLimit: 'statutory.byClosure.withoutLimit',
  handoverMs: 'ledger.handover',
};
const DISTRIBUTIONS = { processingMs: 'processingTime', leadMs: 'leadTime', holdingMs: 'holdingTime' } as const;
const HOLDING_OF_CLOSED = `SELECT s.department, sum(s.w_until - s.w_from)::BIGINT AS ms
  FROM live_segments($p) s JOIN (SELECT request, max(at_ms) AS closed_ms FROM live_closures($p) GROUP BY request) USING (request)
  WHERE s.ledger_class = 'HOLDING' AND s.until_ms <= closed_ms GROUP BY ALL`;

/** As SQL's PERCENTILE_CONT says it. */
function percentile(sorted: readonly number[], share: number): number {
  const rank = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(rank)]!, sorted[Math.ceil(rank)]!];
  return below + (above - below) * (rank - Math.floor(rank));
}

describe('a demo year', () => {
  const truth = truthOf(planOf(YEAR));
  let side: ReadSide;
  let report: Report;
  beforeAll(async () => {
    side = await startDemo(YEAR);
    report = await reportOf(side);
  });
  afterAll(() => side.stop());
  const rows = <T extends Record<string, unknown>>(sql: string) => side.readModel.query<T>(sql, { p: side.readModel.position() ?? 0n });

  function compare(figures: Comparison, name: string, row: Figures, planned: Planned): void {
    figures.counts(name, row, planned, COUNTS);
    for (const [key, path] of Object.entries(DISTRIBUTIONS)) {
      const values = planned[key as keyof typeof DISTRIBUTIONS].toSorted((a, b) => a - b);
      figures.exactly(`${name} ${path} total`, numberOf(row[`${path}.total`]), sumOf(values));
      const none = values.length === 0;
      const [mean, p50, p90, p95, max] = none ? [null, null, null, null, null]
        : [sumOf(values) / values.length, percentile(values, 0.5), percentile(values, 0.9), percentile(values, 0.95), values.at(-1)!];
      figures.distribution(name, row, path, { n: values.length, mean, p50, p90, p95, max });
    }
  }

  it('shows every figure that was planted in it, in total and of each department', () => {
    const figures = new Comparison();
    compare(figures, 'total', report.total, truth.totals);
    expect(Object.keys(report.departments).sort()).toEqual(Object.keys(truth.departments).sort());
    for (const [id, row] of Object.entries(report.departments)) compare(figures, id, row, truth.departments[id]!);
    expect(figures.differences).toEqual([]);
    // 22 counts and 3 distributions of 7 values, in total and of the 12 departments that hold requests.
    expect(figures.compared).toBe(13 * (22 + 21));
    expect(report.at).toBe(new Date(DEMO_NOW_MS).toISOString());
  });

  it('shows the planted ratings, in total and of each department, and assesses every department by them', async () => {
    const answer = await side.ask(`{
      departmentEfficiency { total { satisfaction { ...s } } departments { departmentId satisfaction { ...s } } }
      assessment { formulaId formulaVersion departments { departmentId score { value } ingredients { key raw { value } } } }
    } fragment s on Satisfaction { closures rated bad scoreSum }`);
    const planted = ({ closures, ratings: rated, badRatings: bad, ratingSum: scoreSum }: Planned) => ({ closures, rated, bad, scoreSum });
    const { total, departments } = answer.departmentEfficiency;
    expect(total.satisfaction).toEqual(planted(truth.totals));
    expect(Object.fromEntries(departments.map((row: typeof total) => [row.departmentId, row.satisfaction])))
      .toEqual(Object.fromEntries(Object.entries(truth.departments).map(([id, figures]) => [id, planted(figures)])));
    expect(answer.assessment).toMatchObject({ formulaId: 'district', formulaVersion: 1 });
    const raw = answer.assessment.departments.map((row: typeof total) => [row.departmentId, row.ingredients.find(({ key }: { key: string }) => key === 'rating').raw?.value ?? null]);
    expect(Object.fromEntries(raw)).toEqual(Object.fromEntries(Object.entries(truth.departments).map(([id, { ratings, ratingSum }]) => [id, ratings === 0 ? null : ratingSum / ratings])));
    for (const { score } of answer.assessment.departments) expect(score === null || (score.value >= 0 && score.value <= 100)).toBe(true);
  });

  it('shows the planted holding time of what was closed, by department', async () => {
    const found = await rows<{ department: string; ms: bigint }>(HOLDING_OF_CLOSED);
    const planted = Object.entries(truth.departments).map(([id, { holdingMsToLastClosure }]) => [id, BigInt(holdingMsToLastClosure)]);
    expect(Object.fromEntries(found.map(({ department, ms }) => [department, ms]))).toEqual(Object.fromEntries(planted));
  });

  it('shows the planted ping-pongs by pair, the planted pair far ahead, by episodes too', async () => {
    const { edges, pingPongs } = await askFlows(side, 'pingPongPairs');
    const pairs: Json[] = edges.map(({ node }: Json) => node);
    expect(Object.fromEntries(pairs.map(({ departmentA, departmentB, pingPongs: n }) => [`${departmentA}|${departmentB}`, n]))).toEqual(truth.pingPongPairs);
    expect(pingPongs).toBe(truth.totals.pingPongs);
    const planted = [...PING_PONG_PAIR].sort();
    for (const orderBy of ['PING_PONGS', 'EPISODES', 'ROUNDS', 'LONGEST']) {
      const [first] = (await askFlows(side, 'pingPongPairs', { orderBy, first: 1 })).edges;
      expect([orderBy, first.node.departmentA, first.node.departmentB]).toEqual([orderBy, ...planted]);
    }
    expect(pairs[0]!.pingPongs).toBeGreaterThan(2 * pairs[1]!.pingPongs);
    expect((await askFlows(side, 'pingPongEpisodes', { first: 1 })).edges[0]).toMatchObject({ departmentA: planted[0], departmentB: planted[1] });
  });

  it('shows the matter that is nobody’s duty first among the items that nobody keeps, by the shares that were planted', async () => {
    const { edges, totalCount } = await askFlows(side, 'responsibilityVacuum');
    const planted = vacuumOf(planOf(YEAR));
    const shares = edges.map(({ node: { serviceItemCode, requests, parts } }: Json) => [serviceItemCode, { requests, parts: parts.map(({ count, of }: Json) => [count, of]) }]);
    expect(Object.fromEntries(shares)).toEqual(planted);
    expect(totalCount).toBe(Object.keys(planted).length);
    expect(edges[0].node.serviceItemCode).toBe(DEMO_ITEMS.find(({ character }) => character === 'VACUUM')!.code);
    expect(edges[0].node.score).toBeGreaterThan(1.5 * edges[1].node.score);
  });

  it('shows the two slow departments as those that hold longest', () => {
    const mean = (id: string): number => numberOf(report.departments[id]!['holdingTime.mean']) ?? 0;
    const slowest = Object.keys(report.departments).sort((a, b) => mean(b) - mean(a)).slice(0, 2);
    expect(slowest.sort()).toEqual(DEMO_DEPARTMENTS.map(({ departmentId }) => departmentId).filter(isSlow).sort());
  });

  it('shows the slow departments as those that keep each request longest, in the delay ledger as well', async () => {
    const { lines } = (await side.ask('{ delayLedger(classes: [HOLDING], orderBy: PER_REQUEST, first: 2) { lines { edges { node { accountableDepartmentId } } } } }')).delayLedger;
    const slowest: string[] = lines.edges.map(({ node }: Json) => node.accountableDepartmentId);
    expect(slowest.sort()).toEqual(DEMO_DEPARTMENTS.map(({ departmentId }) => departmentId).filter(isSlow).sort());
  });

  it('tells where the time went by anything, always adding up to the same, and opens it into the requests', async () => {
    const classes = { CLOSED: 'closed', OFF_HOURS: 'offHours', STATUTORY: 'statutory', APPLICANT: 'applicant', HANDOVER: 'handover', HOLDING: 'holding' };
    const planned = Object.fromEntries(Object.entries(classes).map(([name, path]) => [name, report.total[`ledger.${path}`]]));
    for (const by of ['DEPARTMENT', 'OFFICER', 'SERVICE_ITEM', 'MONTH']) {
      const told = (await side.ask(`{ delayLedger(by: [${by}], first: 500) { lines { edges { node { ledgerClass amount { ms } } } } } }`)).delayLedger;
      const sums: Record<string, bigint> = {};
      for (const { node } of told.lines.edges) sums[node.ledgerClass] = (sums[node.ledgerClass] ?? 0n) + BigInt(node.amount.ms);
      expect([by, Object.fromEntries(Object.entries(sums).map(([name, ms]) => [name, String(ms)]))]).toEqual([by, planned]);
    }
    const page = (await side.ask('{ delayedRequests(classes: [APPLICANT], first: 500) { totalCount total { ms } edges { amount { ms } } } }')).delayedRequests;
    expect([page.total.ms, page.totalCount]).toEqual([planned['APPLICANT'], page.edges.length]);
    expect(String(sumOf(page.edges.map(({ amount }: Json) => Number(amount.ms))))).toBe(planned['APPLICANT']);
  });

  it('shows where what was planned to be open stands', async () => {
    const { requests, edges } = (await side.ask('{ hotSpots(details: []) { requests edges { node { group { value } requests } } } }')).hotSpots;
    const planned = Object.entries(truth.departments).filter(([, { open }]) => open > 0).map(([id, { open }]) => [id, open]);
    expect(requests).toBe(truth.totals.open);
    expect(Object.fromEntries(edges.map(({ node }: Json) => [node.group[0].value, node.requests]))).toEqual(Object.fromEntries(planned));
  });

  it('draws the curve of the planned times, with what is open censored', async () => {
    const waited = planOf(YEAR).filter((request) => !request.truth.voided).map(({ truth: { receivedMs, stays } }) => {
      const end = stays.find((stay) => stay.end?.kind === 'CLOSURE')?.end;
      return end?.kind === 'CLOSURE' ? { ms: end.closure.closedMs - receivedMs, done: true } : { ms: DEMO_NOW_MS - receivedMs, done: false };
    });
    const shares = openShares(waited);
    const { total } = (await side.ask(`{ completionCurves(by: []) { total { received closed open median { ms } closedOnly { p50 { ms } } points(max: 500) { time { ms } open } } } }`)).completionCurves;
    expect([total.received, total.closed, total.open]).toEqual([waited.length, waited.filter(({ done }) => done).length, truth.totals.open]);
    expect(Number(total.median.ms)).toBe(medianOf(shares));
    expect(Number(total.median.ms)).toBeGreaterThan(Number(total.closedOnly.p50.ms));
    expect(total.points).toHaveLength(500);
    for (const { time, open } of total.points) expect(open).toBeCloseTo(shares.get(Number(time.ms)) ?? Number.NaN, 10);
  });

  it.each<[Figure, string]>([
    ['BACKLOG', 'backlog.open'], ['BUCK_PASSES', 'buckPasses'], ['BUCK_PASSES_BEFORE_RULINGS', 'buckPassesBeforeRulings'], ['RECALLS', 'recalls'],
    ['REFUSALS', 'refusals'], ['CLOSED_LATE_PROMISED', 'promised.byClosure.late'], ['DUE_SUSPENDED_PROMISED', 'promised.byDueDate.suspended'],
    ['DUE_FAILED_STATUTORY', 'statutory.byDueDate.failed'], ['FIRST_INQUIRY_CLOSED_LATE_STATUTORY', 'statutoryFirst.byClosure.late'],
  ])('opens %s into the requests behind it, none of them voided', async (figure, path) => {
    const all = await opened(side, figure, {}, 100);
    expect(sumOfPages(all)).toEqual([all.totalCount, all.occurrences]);
    expect(all.occurrences).toBe(report.total[path]);
    expect(all.occurrences).toBeGreaterThan(0);
    const voided = planOf(YEAR).filter((request) => request.truth.voided).map(({ requestId }) => requestId);
    expect(voided.filter((id) => all.requests.has(id))).toEqual([]);
  });

  it('leaves nothing of a voided request in the time that is counted', async () => {
    const [row] = await rows<{ n: bigint }>('SELECT count(*) AS n FROM current_tails($p) WHERE request NOT IN (SELECT request FROM live_receipts($p))');
    expect([truth.voided > 0, row?.n]).toEqual([true, 0n]);
  });

  it('has a ledger that adds up to the wall clock for every request', async () => {
    const closed = planOf(YEAR).filter(({ truth: { voided, stays } }) => !voided && stays.some(({ end }) => end?.kind === 'CLOSURE'));
    expect(await auditLedger(side.readModel, side.readModel.position())).toEqual({ requests: truth.requests, closed: closed.length, violations: 0 });
  });
});
