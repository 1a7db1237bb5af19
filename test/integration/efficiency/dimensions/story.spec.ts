import { efficiencyOf, type DimensionQuestion, type EfficiencyAnswered, type GroupAnswer } from '../../../support/graphql-efficiency.js';
import { opened } from '../../../support/graphql-opened.js';
import { march } from '../../../support/march-story.js';
import type { SmallHall } from '../../../support/read-side-hall.js';

jest.setTimeout(60_000);

const HOUR_MS = 3_600_000;
const hours = (n: number): string => String(n * HOUR_MS);
const MARCH = { from: '2026-03-01T00:00:00+08:00', to: '2026-04-01T00:00:00+08:00' };
describe('figures by dimensions', () => {
  let hall: SmallHall;
  beforeAll(async () => { hall = await march(); });
  afterAll(() => hall.side.stop());
  const ask = (question: DimensionQuestion, figures?: string, comparisons?: boolean): Promise<EfficiencyAnswered> =>
    efficiencyOf(hall.side, { period: MARCH, ...question }, figures, comparisons);
  const table = ({ groups }: EfficiencyAnswered, ...paths: string[]): Record<string, unknown> =>
    Object.fromEntries(groups.map(({ values, figures }) => [values.join(' '), paths.length === 1 ? figures[paths[0]!] : paths.map((path) => figures[path])]));
  const find = (answer: EfficiencyAnswered, ...values: (string | null)[]) => answer.groups.find((one) => String(one.values) === String(values));
  const group = (...asked: Parameters<typeof find>): GroupAnswer => find(...asked)!;

  it('fall into the week of their own instant, cut to the period', async () => {
    const weeks = await ask({ by: ['WEEK'] });
    expect(table(weeks, 'received', 'closures', 'transfersOut', 'buckPasses', 'promised.byClosure.late')).toEqual({
      '2026-W09': [0, 0, 0, 0, 0], '2026-W10': [2, 1, 1, 0, 0], '2026-W11': [1, 0, 1, 1, 0], '2026-W12': [0, 0, 0, 0, 0], '2026-W13': [0, 0, 0, 0, 0], '2026-W14': [0, 1, 0, 0, 1],
    });
    expect(group(weeks, '2026-W14')).toMatchObject({ from: '2026-03-29T16:00:00.000Z', to: '2026-03-31T16:00:00.000Z', at: '2026-03-31T16:00:00.000Z' });
    // R1 was due on Mon 9, R2 on Thu 12, R3 on Tue 17 at 17:00: five working days, the first not counted.
    expect(table(weeks, 'promised.byDueDate.doneOnTime', 'promised.byDueDate.failed')).toMatchObject({ '2026-W10': [0, 0], '2026-W11': [1, 1], '2026-W12': [0, 1], '2026-W14': [0, 0] });
  });

  it('cut the ledger at the edges of weeks, to the millisecond', async () => {
    const weeks = await ask({ by: ['WEEK', 'DEPARTMENT'] });
    const spent = (week: string, department: string) => ['holding', 'offHours', 'total'].map((name) => group(weeks, week, department).figures[`ledger.${name}`]);
    // W10: R1 at intake Mon 09:00 to Tue 10:00, R2 Thu 09:00 to the end of Sunday; planning has R1 until Fri 15:00.
    expect([spent('2026-W10', 'intake'), spent('2026-W10', 'planning')]).toEqual([[hours(20.5), hours(91.5), hours(112)], [hours(23), hours(54), hours(77)]]);
    // W11: R2 at intake until Mon 09:00, R3 from Tue 09:00; licensing has R2 from Mon 09:00 on.
    expect([spent('2026-W11', 'intake'), spent('2026-W11', 'licensing')]).toEqual([[hours(26), hours(118), hours(144)], [hours(32.5), hours(126.5), hours(159)]]);
    // W14 is Mon 30 and Tue 31 only: R2 closes on Tue 10:00, R3 stays.
    expect([spent('2026-W14', 'licensing'), spent('2026-W14', 'intake')]).toEqual([[hours(7.5), hours(26.5), hours(34)], [hours(13), hours(35), hours(48)]]);
  });

  it('show the backlog as it stood at the end of each week, and the total as of the question’s instant', async () => {
    const weeks = await ask({ by: ['WEEK'] });
    const states = ['backlog.open', 'backlog.promised.green', 'backlog.promised.red'];
    expect(table(weeks, ...states)).toEqual({
      '2026-W09': [0, 0, 0], '2026-W10': [1, 1, 0], '2026-W11': [2, 1, 1], '2026-W12': [2, 0, 2], '2026-W13': [2, 0, 2], '2026-W14': [1, 0, 1],
    });
    expect(states.map((path) => weeks.total.figures[path])).toEqual([1, 0, 1]);
  });

  it('count a row under its department and every one above it, and once in the total', async () => {
    const tree = await ask({ by: ['DEPARTMENT_TREE'] });
    expect(table(tree, 'received', 'closures', 'transfersIn')).toEqual({ bureau: [0, 2, 2], intake: [3, 0, 0], licensing: [0, 1, 1], planning: [0, 1, 1] });
    expect(['received', 'closures', 'transfersIn'].map((path) => tree.total.figures[path])).toEqual([3, 2, 2]);
    // R2: two days, three weeks, and from Mon 30 to Tue 31 at 10:00.
    expect(group(tree, 'bureau')).toMatchObject({ names: ['The bureau'], figures: { 'processingTime.n': 2, 'processingTime.max': hours(2 * 6.5 + 3 * 32.5 + 7.5) } });
    expect((await ask({ filter: { departmentTreeIds: ['bureau'] } })).total.figures).toEqual(group(tree, 'bureau').figures);
  });

  it('keep what no officer is known for in a group of its own', async () => {
    const officers = await ask({ by: ['OFFICER'] });
    expect(table(officers, 'received', 'closures', 'transfersOut', 'buckPasses')).toEqual({ li: [0, 0, 1, 0], wang: [0, 1, 0, 0], '': [3, 1, 1, 1] });
    expect(officers.groups.at(-1)!.values).toEqual([null]);
    expect((await ask({ filter: { officerUnknown: true } })).total.figures).toEqual(group(officers, null).figures);
    expect((await ask({ filter: { not: { officerUnknown: true } } })).total.figures['transfersOut']).toBe(1);
  });

  it('say for which values of several dimensions together there is anything at all', async () => {
    const answer = await ask({ by: ['CHANNEL', 'URGENCY', 'HALL'] });
    expect(table(answer, 'received')).toEqual({ 'COUNTER NORMAL hall': 2, 'ONLINE URGENT hall': 1 });
    const items = await ask({ by: ['SERVICE_ITEM'] });
    expect([items.groups[0]!.names, table(items, 'received')]).toEqual([['Permit'], { permit: 3 }]);
    expect((await ask({ by: [] })).groups).toEqual([]);
  });

  it('compare a week with the week before, and the total with the month before, each with its period', async () => {
    const { groups, total } = await ask({ by: ['WEEK'] }, 'received closures ledger { total { ms } }', true);
    const w11 = groups.find(({ values }) => values[0] === '2026-W11')!;
    expect(w11.previousPeriod).toMatchObject({ from: '2026-03-01T16:00:00.000Z', to: '2026-03-08T16:00:00.000Z', figures: { received: 2, closures: 1, 'ledger.total': hours(189) } });
    expect(w11.yearBefore).toMatchObject({ from: '2025-03-09T16:00:00.000Z', to: '2025-03-16T16:00:00.000Z', figures: { received: 0 } });
    expect(total.previousPeriod).toMatchObject({ from: '2026-01-31T16:00:00.000Z', to: '2026-02-28T16:00:00.000Z', at: '2026-02-28T16:00:00.000Z', figures: { received: 0 } });
    const april = await efficiencyOf(hall.side, { by: ['DEPARTMENT'], period: { from: MARCH.to, to: '2026-05-01T00:00:00+08:00' } }, 'received backlog { open }', true);
    expect(april.groups.find(({ values }) => values[0] === 'intake')!.previousPeriod).toMatchObject({ at: '2026-03-31T16:00:00.000Z', figures: { received: 3, 'backlog.open': 1 } });
  });

  it('are sorted by a figure, equal ones by their key, those without a value last', async () => {
    const order = async (orderBy: object, top?: number) => (await ask({ by: ['DEPARTMENT'], orderBy, ...(top && { top }) }, 'closures')).groups.map(({ values }) => values[0]);
    expect(await order({ figure: 'CLOSURES' })).toEqual(['licensing', 'planning', 'intake']);
    expect(await order({ figure: 'CLOSURES', direction: 'ASC' })).toEqual(['intake', 'licensing', 'planning']);
    expect(await order({ figure: 'ON_TIME_SHARE_BY_CLOSURE' })).toEqual(['planning', 'licensing', 'intake']);
    expect(await order({ figure: 'ON_TIME_SHARE_BY_CLOSURE', direction: 'ASC' })).toEqual(['licensing', 'planning', 'intake']);
    expect(await order({ figure: 'LEDGER_TOTAL' }, 2)).toEqual(['intake', 'licensing']);
    expect(await order({ figure: 'PROCESSING_TIME', statistic: 'P90' }, 1)).toEqual(['licensing']);
  });

  it('come in pages that together are the whole, with the number of all groups', async () => {
    const first = await ask({ by: ['WEEK'], first: 4, orderBy: { figure: 'RECEIVED' } }, 'received');
    const second = await ask({ by: ['WEEK'], first: 4, after: first.pageInfo.endCursor!, orderBy: { figure: 'RECEIVED' } }, 'received');
    expect([first.totalCount, first.pageInfo.hasNextPage, second.totalCount, second.pageInfo.hasNextPage]).toEqual([6, true, 6, false]);
    expect([...first.groups, ...second.groups].map(({ values }) => values[0])).toEqual(['2026-W10', '2026-W11', '2026-W09', '2026-W12', '2026-W13', '2026-W14']);
  });

  it.each<[string, object, string, number]>([
    ['not', { not: { channels: ['ONLINE'] } }, 'received', 2],
    ['or', { or: [{ urgencies: ['URGENT'] }, { serviceItemCodes: ['nothing'] }] }, 'received', 1],
    ['or of nothing', { or: [] }, 'received', 0],
    ['and, of fields and branches', { channels: ['COUNTER'], and: [{ transfers: { min: 1 } }, { outcomes: ['DENIED'] }] }, 'received', 1],
    ['a number of transfers', { transfers: { min: 1 } }, 'received', 2],
    ['no transfer', { transfers: { max: 0 } }, 'received', 1],
    ['an outcome', { outcomes: ['DENIED', 'WITHDRAWN'] }, 'closures', 1],
    ['a receipt', { receivedAt: { from: '2026-03-05T09:00:00+08:00', to: '2026-03-10T09:00:00+08:00' } }, 'received', 1],
    ['a promised due instant', { promisedDueAt: { from: '2026-03-12T17:00:00+08:00', to: '2026-03-17T17:00:00+08:00' } }, 'received', 1],
    ['a statutory due instant', { statutoryDueAt: { from: '2026-03-31T00:00:00+08:00' } }, 'received', 2],
    ['what is unknown, turned round', { not: { officerIds: ['li'] } }, 'transfersOut', 1],
    ['an officer who is known', { officerUnknown: false }, 'transfersOut', 1],
  ])('are filtered by %s, and open into as many', async (_what, filter, path, expected) => {
    const answer = await ask({ filter, by: ['MONTH'] });
    expect([answer.total.figures[path], answer.groups[0]!.figures[path]]).toEqual([expected, expected]);
    const figure = { received: 'RECEIVED', closures: 'CLOSURES', transfersOut: 'TRANSFERS_OUT' } as const;
    expect((await opened(hall.side, figure[path as keyof typeof figure], { period: MARCH, filter } as never)).occurrences).toBe(expected);
  });

  it.each<[string, DimensionQuestion, string?]>([
    ['ONE_TIME_DIMENSION', { by: ['DAY', 'MONTH'] }],
    ['BAD_USER_INPUT', { by: ['DEPARTMENT', 'OFFICER', 'HALL', 'CHANNEL'] }],
    ['BAD_USER_INPUT', { by: ['HALL', 'HALL'] }],
    ['BAD_USER_INPUT', { by: ['HALL'], first: 1_001 }],
    ['BAD_USER_INPUT', { filter: { not: { hallIds: Array.from({ length: 501 }, String) } } }],
    ['UNKNOWN_ZONE', { by: ['DAY'], zone: 'Shanghai' }],
    ['UNKNOWN_CURSOR', { by: ['HALL'], after: 'WyJub3doZXJlIl0' }],
    ['TOO_MANY_BUCKETS', { by: ['DAY'], period: { from: '2010-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' } }],
    ['FILTER_TOO_DEEP', { filter: Array.from({ length: 8 }).reduce<object>((not) => ({ not }), { channels: ['ONLINE'] }) }],
    ['FILTER_TOO_LARGE', { filter: { or: Array.from({ length: 100 }, () => ({ channels: ['ONLINE'] })) } }],
  ])('are refused with %s', async (code, question) => {
    await expect(ask(question)).rejects.toThrow(`"code":"${code}"`);
  });

  it('need a period to be compared', async () => {
    await expect(efficiencyOf(hall.side, { by: ['DEPARTMENT'] }, 'received', true)).rejects.toThrow('"code":"PERIOD_NEEDED"');
  });

  it('take days in the zone they are asked in', async () => {
    const days = await ask({ by: ['DAY'], zone: 'America/New_York', period: { from: '2026-03-01T05:00:00Z', to: '2026-03-03T05:00:00Z' } }, 'received');
    // 09:00 of 2 March in Shanghai is 20:00 of the day before in New York.
    expect(table(days, 'received')).toEqual({ '2026-03-01': 1, '2026-03-02': 0 });
  });

  it('are nothing in a period that ends before it begins', async () => {
    const { total, groups } = await ask({ by: ['DEPARTMENT', 'DAY'], period: { from: '2026-03-20T00:00:00+08:00', to: '2026-03-10T00:00:00+08:00' } }, 'received ledger { total { ms } } backlog { open }');
    expect([total.figures, groups]).toEqual([{ received: 0, 'ledger.total': '0', 'backlog.open': 1 }, []]);
    const months = await ask({ by: [], period: { from: '2026-03-20T00:00:00+08:00', to: '2026-03-10T00:00:00+08:00' } }, 'ledger { total { ms } }');
    expect(months.total.figures).toEqual({ 'ledger.total': '0' });
  });

  it('have buckets from the first fact to the last due instant where the period is open', async () => {
    const { groups } = await efficiencyOf(hall.side, { by: ['MONTH'] }, 'received');
    // R3’s statutory limit of 20 working days ends on Tue 7 April.
    expect(groups.map(({ values, figures }) => [values[0], figures['received']])).toEqual([['2026-03', 3], ['2026-04', 0]]);
    expect([groups[0]!.from, groups.at(-1)!.to]).toEqual(['2026-03-02T01:00:00.000Z', '2026-04-07T09:00:00.001Z']);
  });

  describe('when something is recorded later', () => {
    it('are as they were for who asks as of then, and others for who asks now', async () => {
      const before = await ask({ by: ['WEEK', 'DEPARTMENT_TREE'] }, undefined, true);
      await hall.now('04-03 09:00').say('R1', 'VoidRequest', '03-31 09:00', 'intake', { reason: 'recorded by mistake' });
      await hall.side.ask('mutation { registerDepartment(input: { departmentId: "licensing", name: "licensing", parentId: "intake" }) { recorded } }');
      const known = { asKnownAt: { position: before.position! }, at: before.at };
      expect(await ask({ by: ['WEEK', 'DEPARTMENT_TREE'], ...known }, undefined, true)).toEqual(before);
      const now = await ask({ by: ['WEEK', 'DEPARTMENT_TREE'] });
      const closures = (answer: EfficiencyAnswered, week: string) => ['bureau', 'intake', 'planning'].map((id) => find(answer, week, id)?.figures['closures']);
      // Planning holds nothing any more, and licensing belongs to intake now.
      expect([closures(before, '2026-W10'), closures(now, '2026-W10')]).toEqual([[1, 0, 1], [undefined, 0, undefined]]);
      expect([closures(before, '2026-W14'), closures(now, '2026-W14')]).toEqual([[1, 0, 0], [undefined, 1, undefined]]);
    });

    it('need a zone once the calendars are in several', async () => {
      await hall.side.ask('mutation { putCalendar(input: { calendarId: "other", zone: "Europe/Stockholm", week: [{ day: MON, spans: [{ from: "09:00", until: "12:00" }] }], overrides: [] }) { recorded refused { code message } } }');
      await hall.side.readModel.caughtUp();
      await expect(ask({ by: ['DAY'] }, 'received')).rejects.toThrow(/"code":"ZONE_NEEDED"/);
      await expect(ask({ by: ['DAY'] }, 'received')).rejects.toThrow(/Asia\/Shanghai, Europe\/Stockholm/);
      expect((await ask({ by: ['DAY'], zone: 'Asia/Shanghai' }, 'received')).total.figures['received']).toBe(2);
    });
  });
});
