import { DEMO_DEPARTMENTS, officersOf } from '../../../src/demo/departments.js';
import { DEMO_ITEMS } from '../../../src/demo/service-items.js';
import { reportOf, summable, sumOfReports, type Figures, type Question, type Report } from '../../support/graphql-figures.js';
import { DEMO_NOW, DEMO_NOW_MS, planOf, startDemo } from '../../support/read-side-demo.js';
import type { ReadSide } from '../../support/read-side.js';

jest.setTimeout(180_000);

const YEAR = { seed: 5, requestsPerYear: 150 };
/** Firsts of the months at midnight of the hall, from the first receipt to after the last due instant. */
const MONTHS = Array.from({ length: 17 }, (_, index) => `${2025 + Math.floor((index + 10) / 12)}-${String(((index + 10) % 12) + 1).padStart(2, '0')}-01T00:00:00+08:00`);
/** What stands open at an instant, and stopped clocks, belong to no period. */
const OF_NO_PERIOD = /^backlog\.|\.suspended$/;
const without = (paths: RegExp, figures: Record<string, bigint>) => Object.fromEntries(Object.entries(figures).filter(([path]) => !paths.test(path)));

describe('periods and filters', () => {
  let side: ReadSide;
  let all: Report;
  beforeAll(async () => {
    side = await startDemo(YEAR);
    all = await reportOf(side);
  });
  afterAll(() => side.stop());

  async function totalsOf(questions: readonly Question[]): Promise<Figures[]> {
    const totals: Figures[] = [];
    for (const question of questions) totals.push((await reportOf(side, question)).total);
    return totals;
  }

  it('give by month what they give by the year, the ledger to the millisecond', async () => {
    const months = await totalsOf(MONTHS.slice(1).map((to, index) => ({ period: { from: MONTHS[index]!, to } })));
    const year = (await reportOf(side, { period: { from: MONTHS[0]!, to: MONTHS.at(-1)! } })).total;
    expect(without(OF_NO_PERIOD, sumOfReports(months))).toEqual(without(OF_NO_PERIOD, summable(year)));
    expect(months.filter((month) => Number(month['closures']) > 0).length).toBeGreaterThan(11);
    expect(summable(year)).toEqual(summable(all.total));
  });

  it.each([
    ['at an instant of a closure', async () => new Date(Number(await oneInstant('closures'))).toISOString()],
    ['at an instant of a transfer', async () => new Date(Number(await oneInstant('transfers'))).toISOString()],
    ['at noon of a holiday', async () => '2026-02-18T12:00:00+08:00'],
    ['in the last working second of a day', async () => '2026-03-06T16:59:59.001+08:00'],
  ])('add up when they meet %s: what happened there counts once, in the later one', async (_where, edgeOf) => {
    const edge = await edgeOf();
    const parts = await totalsOf([{ period: { to: edge } }, { period: { from: edge } }]);
    expect(without(OF_NO_PERIOD, sumOfReports(parts))).toEqual(without(OF_NO_PERIOD, summable(all.total)));
  });

  it('take what happens at their first instant and leave what happens at their end', async () => {
    const edge = Number(await oneInstant('closures'));
    const of = async (fromMs: number, toMs: number) =>
      Number((await reportOf(side, { period: { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() } })).total['closures']);
    expect(await of(edge, edge + 1)).toBeGreaterThan(0);
    expect([await of(edge - 1, edge), await of(edge, edge)]).toEqual([0, 0]);
  });

  async function oneInstant(facts: string): Promise<bigint> {
    const sql = `SELECT at_ms FROM live_${facts}($p) ORDER BY at_ms OFFSET 100 LIMIT 1`;
    const [row] = await side.readModel.query<{ at_ms: bigint }>(sql, { p: side.readModel.position() ?? 0n });
    return row!.at_ms;
  }

  it.each<[string, readonly Question[]]>([
    ['service item', DEMO_ITEMS.map(({ code }) => ({ filter: { serviceItemCodes: [code] } }))],
    ['urgency', ['NORMAL', 'URGENT'].map((urgency) => ({ filter: { urgencies: [urgency] } }))],
    ['hall', ['hall', 'another'].map((hall) => ({ filter: { hallIds: [hall] } }))],
    ['department', DEMO_DEPARTMENTS.map(({ departmentId }) => ({ filter: { departmentIds: [departmentId] } }))],
  ])('by %s add up to the total', async (_what, questions) => {
    expect(sumOfReports(await totalsOf(questions))).toEqual(summable(all.total));
  });

  it('by channel add up to the total', async () => {
    const channels = [...new Set(planOf(YEAR).map(({ commands }) => String(Object.entries(commands[0]!.command.data).find(([name]) => name === 'channel')?.[1])))];
    expect(channels.length).toBeGreaterThan(1);
    expect(sumOfReports(await totalsOf(channels.map((channel) => ({ filter: { channels: [channel] } }))))).toEqual(summable(all.total));
  });

  it('show for each department the same in its row, filtered for it, and filtered with others', async () => {
    expect(sumOfReports(Object.values(all.departments))).toEqual(summable(all.total));
    for (const id of ['water', 'licensing']) expect((await reportOf(side, { filter: { departmentIds: [id] } })).total).toEqual(all.departments[id]);
    const both = await reportOf(side, { filter: { departmentIds: ['water', 'licensing'] } });
    expect(both.departments).toEqual({ licensing: all.departments['licensing'], water: all.departments['water'] });
    expect(summable(both.total)).toEqual(sumOfReports([all.departments['water']!, all.departments['licensing']!]));
  });

  it('by officer add up to the total, but for what no officer is known for', async () => {
    const officers = DEMO_DEPARTMENTS.map(({ departmentId }) => officersOf(departmentId));
    const sum = sumOfReports(await totalsOf(officers.map((officerIds) => ({ filter: { officerIds } }))));
    expect(sum).toEqual(summable((await reportOf(side, { filter: { officerIds: officers.flat() } })).total));
    const total = summable(all.total);
    const unknown = 'SELECT count(*) AS n, sum(holding_ms)::BIGINT AS ms FROM live_holdings($p) WHERE officer IS NULL';
    const [holdings] = await side.readModel.query<{ n: bigint; ms: bigint }>(unknown, { p: side.readModel.position() ?? 0n });
    expect(holdings).toEqual({ n: total['holdingTime.n']! - sum['holdingTime.n']!, ms: total['holdingTime.total']! - sum['holdingTime.total']! });
    for (const path of ['received', 'closures', 'transfersOut', 'buckPasses', 'refusals', 'processingTime.total', 'promised.byClosure.late']) {
      expect([path, sum[path]]).toEqual([path, total[path]]);
    }
  });

  it('all agree on the instant open requests are judged at', async () => {
    expect(all.at).toBe(DEMO_NOW);
    expect((await reportOf(side, { at: DEMO_NOW })).total).toEqual(all.total);
    expect(DEMO_NOW_MS).toBeLessThan(Date.parse(MONTHS.at(-1)!));
  });
});
