import type { Figure } from '../../../../src/efficiency/read-model/figures/figure-relations.js';
import type { Facts } from '../../../../src/efficiency/read-model/facts.js';
import { efficiencyOf, type DimensionQuestion, type EfficiencyAnswered, type GroupAnswer } from '../../../support/graphql-efficiency.js';
import { reportOf, summable, sumOfReports, type Figures, type Report } from '../../../support/graphql-figures.js';
import { opened } from '../../../support/graphql-opened.js';
import { startDemo } from '../../../support/read-side-demo.js';
import type { ReadSide } from '../../../support/read-side.js';

jest.setTimeout(180_000);

const YEAR = { seed: 11, requestsPerYear: 80 };
/** What stands open at an instant, and stopped clocks, are in every bucket of time. */
const OF_NO_PERIOD = /^backlog\.|\.suspended$/;
const without = (paths: RegExp, figures: Record<string, bigint>) => Object.fromEntries(Object.entries(figures).filter(([path]) => !paths.test(path)));
const only = (paths: RegExp, figures: Figures) => Object.fromEntries(Object.entries(figures).filter(([path]) => paths.test(path)));
const PERIOD = { from: '2026-01-10T09:30:00+08:00', to: '2026-05-20T11:00:00+08:00' };

/** One of every kind: two scans of counts, a distribution, both kinds of timeliness, the ledger, the backlog. */
const SOME = 'received buckPasses holdingTime { p50 { ms } } timeliness { byClosure { late } byDueDate { failed } earlyShareMean } ledger { total { ms } } backlog { open }';

describe('a demo year by dimensions', () => {
  let side: ReadSide;
  let whole: Report;
  beforeAll(async () => {
    side = await startDemo(YEAR);
    whole = await reportOf(side);
  });
  afterAll(() => side.stop());

  /** Every group, over all pages. */
  async function everyGroup(question: DimensionQuestion): Promise<readonly GroupAnswer[]> {
    const groups: GroupAnswer[] = [];
    let page: EfficiencyAnswered;
    do {
      page = await efficiencyOf(side, { ...question, ...(groups.length > 0 && { after: page!.pageInfo.endCursor! }) });
      groups.push(...page.groups);
    } while (page.pageInfo.hasNextPage);
    expect(groups).toHaveLength(page.totalCount);
    return groups;
  }

  it.each<[string, readonly string[], object]>([
    ['departments', ['DEPARTMENT'], {}], ['officers', ['OFFICER'], {}], ['service items', ['SERVICE_ITEM'], {}], ['channels', ['CHANNEL'], {}],
    ['departments and their officers', ['DEPARTMENT', 'OFFICER'], {}], ['urgencies and halls', ['URGENCY', 'HALL'], {}],
    ['officers of a filter', ['OFFICER'], { or: [{ departmentIds: ['water'] }, { not: { channels: ['COUNTER'] } }] }],
  ])('adds up over %s to the total, which is that of departmentEfficiency', async (_what, by, filter) => {
    const groups = await everyGroup({ by, filter });
    expect(groups.length).toBeGreaterThan(1);
    const { total } = await reportOf(side, { filter: filter as never });
    expect((await efficiencyOf(side, { by, filter })).total.figures).toEqual(total);
    expect(sumOfReports(groups.map(({ figures }) => figures))).toEqual(summable(total));
  });

  it.each([[['WEEK', 'URGENCY']], [['DEPARTMENT', 'MONTH']]])('adds up over %s to the total of the period, and of all time, the ledger to the millisecond', async (by) => {
    for (const question of [{ by, period: PERIOD }, { by }]) {
      const groups = await everyGroup(question);
      const { total } = await reportOf(side, question.period === undefined ? {} : { period: PERIOD });
      expect(without(OF_NO_PERIOD, sumOfReports(groups.map(({ figures }) => figures)))).toEqual(without(OF_NO_PERIOD, summable(total)));
    }
  });

  it('has by department what departmentEfficiency has, in every month what a question of that month has', async () => {
    const byDepartment = await everyGroup({ by: ['DEPARTMENT'] });
    expect(Object.fromEntries(byDepartment.map(({ values, figures }) => [values[0], figures]))).toEqual(whole.departments);
    const groups = await everyGroup({ by: ['MONTH', 'DEPARTMENT'], period: PERIOD });
    for (const month of ['2026-01', '2026-03', '2026-05']) {
      const ofMonth = groups.filter(({ values }) => values[0] === month);
      const { from, to, at } = ofMonth[0]!;
      const asked = await reportOf(side, { period: { from: from!, to: to! } });
      const standing = await reportOf(side, { at });
      for (const { values, figures } of ofMonth) {
        const department = values[1]!;
        expect({ ...figures, ...only(/^backlog/, asked.departments[department]!) }).toEqual(asked.departments[department]);
        expect(only(/^backlog/, figures)).toEqual(only(/^backlog/, standing.departments[department]!));
      }
    }
  });

  it('compares with what a question of the compared period has', async () => {
    const period = { from: '2026-03-01T00:00:00+08:00', to: '2026-04-01T00:00:00+08:00' };
    const { groups, total } = await efficiencyOf(side, { by: ['DEPARTMENT'], period }, undefined, true);
    const { from, to, at } = total.previousPeriod!;
    expect([from, to, at]).toEqual(['2026-01-31T16:00:00.000Z', '2026-02-28T16:00:00.000Z', '2026-02-28T16:00:00.000Z']);
    const february = await reportOf(side, { period: { from: from!, to: to! }, at });
    expect(total.previousPeriod!.figures).toEqual(february.total);
    for (const { values, previousPeriod } of groups) expect(previousPeriod!.figures).toEqual(february.departments[values[0]!]);
    const months = await efficiencyOf(side, { by: ['MONTH'], period }, undefined, true);
    expect(months.groups[0]!.previousPeriod).toEqual(total.previousPeriod);
  });

  it.each<[string, (values: readonly (string | null)[]) => object]>([
    ['DEPARTMENT', ([id]) => ({ departmentIds: [id] })], ['DEPARTMENT_TREE', ([id]) => ({ departmentTreeIds: [id] })], ['HALL', ([id]) => ({ hallIds: [id] })],
    ['OFFICER', ([id]) => (id === null ? { officerUnknown: true } : { officerIds: [id] })],
    ['SERVICE_ITEM', ([id]) => ({ serviceItemCodes: [id] })], ['CHANNEL', ([id]) => ({ channels: [id] })], ['URGENCY', ([id]) => ({ urgencies: [id] })],
  ])('opens each number by %s and month into as many requests', async (dimension, filterOf) => {
    const figures: readonly (readonly [Figure, string])[] = [['BUCK_PASSES', 'buckPasses'], ['TRANSFERS_IN', 'transfersIn'], ['HOLDING_TIME', 'holdingTime.n'], ['DUE_FAILED_PROMISED', 'promised.byDueDate.failed'], ['BACKLOG', 'backlog.open']];
    const groups = await everyGroup({ by: [dimension, 'MONTH'], period: PERIOD });
    const told = groups.filter(({ figures: row }) => Number(row['holdingTime.n']) > 0);
    for (const [index, [figure, path]] of figures.entries()) {
      for (const one of [told[index]!, told.at(-1 - index)!]) {
        const question = { period: { from: one.from!, to: one.to! }, filter: filterOf(one.values) as never, ...(figure === 'BACKLOG' && { at: one.at }) };
        expect([figure, (await opened(side, figure, question)).occurrences]).toEqual([figure, one.figures[path]]);
      }
    }
  });

  it('is asked in as many statements for three hundred groups as for one', async () => {
    const statements = async (question: DimensionQuestion): Promise<readonly [number, number]> => {
      const facts: Facts = side.readModel;
      const asked = jest.spyOn(facts, 'query');
      const { totalCount } = await efficiencyOf(side, { ...question, period: PERIOD, first: 50 }, SOME, true);
      const { length } = asked.mock.calls;
      asked.mockRestore();
      return [totalCount, length];
    };
    const [few, many] = [await statements({ by: ['HALL', 'QUARTER'] }), await statements({ by: ['DEPARTMENT', 'DAY'] })];
    expect(many[0]).toBeGreaterThan(300);
    expect(few[0]).toBeLessThan(5);
    expect(many[1]).toBe(few[1]);
  });

  it('is refused where it would make too many groups', async () => {
    await expect(efficiencyOf(side, { by: ['OFFICER', 'SERVICE_ITEM', 'DAY'] }, 'received')).rejects.toThrow('"code":"TOO_MANY_GROUPS"');
  });
});
