import type { Json } from '../../support/read-side.js';
import { hallTime, SmallHall } from '../../support/read-side-hall.js';

jest.setTimeout(60_000);
const HOUR = 3_600_000;
const AT = hallTime('03-03 10:00');
const hours = ({ ms }: { ms: string }): number => Number(ms) / HOUR;

const LEDGER = `query Ledger($by: [Dimension!], $classes: [LedgerClass!], $orderBy: DelayOrder, $period: PeriodInput, $filter: FigureFilterInput, $at: Instant, $asKnownAt: AsKnownAtInput, $first: Int! = 50, $after: String) {
  delayLedger(by: $by, classes: $classes, orderBy: $orderBy, period: $period, filter: $filter, at: $at, asKnownAt: $asKnownAt, first: $first, after: $after) {
    position total { ms } working { ms } byClass { ...line } lines { totalCount edges { cursor node { ...line } } pageInfo { hasNextPage endCursor } } } }
  fragment line on DelayLine { group { dimension value name } ledgerClass accountable accountableDepartmentId amount { ms } requests perRequest { ms } share workingShare }`;
const REQUESTS = `query Requests($classes: [LedgerClass!], $period: PeriodInput, $filter: FigureFilterInput, $at: Instant, $first: Int! = 50, $after: String) {
  delayedRequests(classes: $classes, period: $period, filter: $filter, at: $at, first: $first, after: $after) {
    totalCount total { ms } edges { cursor amount { ms } share ledger { holding { ms } handover { ms } offHours { ms } total { ms } } node { requestId status departmentId } } pageInfo { hasNextPage endCursor } } }`;
const ONE = `query One($id: ID!, $at: Instant, $period: PeriodInput) { requestLedger(id: $id, at: $at, period: $period) { id ledger { total { ms } holding { ms } applicant { ms } handover { ms } offHours { ms } closed { ms } }
  intervals { from until ledgerClass departmentId officerId accountable accountableDepartmentId wallClock { ms } workingTime { ms } offHours { ms } } } }`;
async function asked(hall: SmallHall, query: string, variables: object): Promise<Json> {
  await hall.side.readModel.caughtUp();
  return Object.values((await hall.side.ask(query, { at: AT, ...variables })) as Record<string, Json>)[0];
}
const linesOf = ({ lines }: Json): unknown[] => lines.edges.map(({ node }: Json) =>
  [...node.group.map(({ value }: Json) => value), node.ledgerClass, hours(node.amount), node.requests]);

/**
 * Mon-Fri 09:00-12:00 and 13:30-17:00; on Tuesday 03-03 at 10:00, by hand in hours:
 * a 09-10 intake, handed over to planning until 11, held 1.5 in working time until 14 (1.5 off), applicant until 16, held 1: 8 in all.
 * b from Monday 16:00: half an hour at the intake, then at planning, who has not said a word: 0.5 + 1, 16 off: 18.
 * c an hour at the intake (the latter half officer i1's), closed 23, reopened, an hour: 25.
 * d an hour at licensing, then a hearing: 6.5 of working time, 17.5 off: 25.
 */
describe('the delay ledger', () => {
  let hall: SmallHall;
  let before = '';
  beforeAll(async () => {
    hall = await SmallHall.open('03-10 09:00');
    await hall.receive('a', '03-02 09:00');
    await hall.transfer('a', '03-02 10:00', 'intake', 'planning');
    await hall.say('a', 'AcceptTransfer', '03-02 11:00', 'planning', {});
    await hall.say('a', 'SuspendRequest', '03-02 14:00', 'planning', { cause: 'APPLICANT' });
    await hall.say('a', 'ResumeRequest', '03-02 16:00', 'planning', {});
    await hall.complete('a', '03-02 17:00', 'planning');
    await hall.receive('b', '03-02 16:00');
    await hall.transfer('b', '03-02 16:30', 'intake', 'planning');
    await hall.receive('c', '03-02 09:00');
    await hall.say('c', 'AssignOfficer', '03-02 09:30', 'intake', { assignedOfficerId: 'i1' });
    await hall.complete('c', '03-02 10:00', 'intake');
    await hall.say('c', 'ReopenRequest', '03-03 09:00', 'intake', { reasonCode: 'COMPLAINT' });
    await hall.receive('d', '03-02 09:00', 'licensing');
    before = await hall.say('d', 'SuspendRequest', '03-02 10:00', 'licensing', { cause: 'STATUTORY' });
  });
  afterAll(() => hall.side.stop());
  const ledger = (variables: object = {}): Promise<Json> => asked(hall, LEDGER, variables);

  it('files every hour under class and department, the most first, and adds up to the wall clock', async () => {
    const answer = await ledger();
    expect([hours(answer.total), hours(answer.working)]).toEqual([76, 18]);
    expect(linesOf(answer)).toEqual([
      ['intake', 'CLOSED', 23, 1], ['licensing', 'OFF_HOURS', 17.5, 1], ['planning', 'OFF_HOURS', 17.5, 2], ['licensing', 'STATUTORY', 6.5, 1],
      ['planning', 'HOLDING', 4, 2], ['intake', 'HOLDING', 3.5, 3], ['planning', 'APPLICANT', 2, 1], ['licensing', 'HOLDING', 1, 1], ['planning', 'HANDOVER', 1, 1],
    ]);
    expect(answer.byClass.map((line: Json) => [line.ledgerClass, hours(line.amount), line.requests])).toEqual([
      ['OFF_HOURS', 35, 3], ['CLOSED', 23, 1], ['HOLDING', 8.5, 4], ['STATUTORY', 6.5, 1], ['APPLICANT', 2, 1], ['HANDOVER', 1, 1],
    ]);
  });

  it('says who answers: receiver, applicant, holder, holder not charged, nobody', async () => {
    const answers = (await ledger()).lines.edges.map(({ node }: Json) => [node.ledgerClass, node.accountable, node.accountableDepartmentId]);
    expect(answers).toEqual(expect.arrayContaining([
      ['CLOSED', 'NOBODY', null], ['OFF_HOURS', 'NOBODY', null], ['STATUTORY', 'HOLDER_NOT_CHARGED', 'licensing'], ['APPLICANT', 'APPLICANT', null],
      ['HANDOVER', 'RECEIVER', 'planning'], ['HOLDING', 'HOLDER', 'intake'],
    ]));
  });

  it('has shares of the whole, and of the working time', async () => {
    const [closed, , , statutory] = (await ledger()).lines.edges.map(({ node }: Json) => node);
    expect([closed.share, closed.workingShare]).toEqual([23 / 76, null]);
    expect([statutory.share, statutory.workingShare]).toEqual([6.5 / 76, 6.5 / 18]);
  });

  it('is told by officer, service item and day as well, each adding up to the same', async () => {
    const by = async (dimension: string): Promise<unknown[]> => linesOf(await ledger({ by: [dimension], classes: ['HOLDING'] }));
    expect(await by('OFFICER')).toEqual([[null, 'HOLDING', 8, 4], ['i1', 'HOLDING', 0.5, 1]]);
    expect(await by('SERVICE_ITEM')).toEqual([['permit', 'HOLDING', 8.5, 4]]);
    expect(await by('DAY')).toEqual([['2026-03-02', 'HOLDING', 6.5, 4], ['2026-03-03', 'HOLDING', 2, 2]]);
    const all = await ledger({ by: [], classes: ['HOLDING', 'HANDOVER'] });
    expect([hours(all.total), linesOf(all)]).toEqual([76, [['HOLDING', 8.5, 4], ['HANDOVER', 1, 1]]]);
  });

  it('can be sorted by the time for each request, and paged', async () => {
    const question = { classes: ['HOLDING'], orderBy: 'PER_REQUEST', first: 2 };
    const page = await ledger(question);
    expect([linesOf(page), page.lines.totalCount]).toEqual([[['planning', 'HOLDING', 4, 2], ['intake', 'HOLDING', 3.5, 3]], 3]);
    expect(hours(page.lines.edges[1].node.perRequest)).toBeCloseTo(3.5 / 3, 9);
    const rest = await ledger({ ...question, after: page.lines.pageInfo.endCursor });
    expect([linesOf(rest), rest.lines.pageInfo.hasNextPage]).toEqual([[['licensing', 'HOLDING', 1, 1]], false]);
  });

  it('opens a line into its requests with their part of it, the most first, page by page', async () => {
    const question = { classes: ['HOLDING'], filter: { departmentIds: ['intake'] }, first: 2 };
    const page = await asked(hall, REQUESTS, question);
    expect([page.totalCount, hours(page.total), page.pageInfo.hasNextPage]).toEqual([3, 3.5, true]);
    expect(page.edges.map((edge: Json) => [edge.node.requestId, hours(edge.amount), edge.share])).toEqual([['c', 2, 2 / 3.5], ['a', 1, 1 / 3.5]]);
    const rest = await asked(hall, REQUESTS, { ...question, after: page.pageInfo.endCursor });
    expect([rest.edges.map((edge: Json) => [edge.node.requestId, hours(edge.amount)]), rest.totalCount, rest.pageInfo.hasNextPage]).toEqual([[['b', 0.5]], 3, false]);
  });

  it('is told request by request, with the classes of each', async () => {
    const { edges, total } = await asked(hall, REQUESTS, {});
    expect(hours(total)).toBe(76);
    expect(edges.map((edge: Json) => [edge.node.requestId, hours(edge.amount), hours(edge.ledger.holding), hours(edge.ledger.total)])).toEqual([
      ['c', 25, 2, 25], ['d', 25, 1, 25], ['b', 18, 2, 18], ['a', 8, 3.5, 8],
    ]);
    // Two of one amount stand on two pages, each once.
    const next = async (after?: string): Promise<Json> => asked(hall, REQUESTS, { first: 1, after });
    const first = await next();
    expect([first, await next(first.pageInfo.endCursor)].map((page) => page.edges[0].node.requestId)).toEqual(['c', 'd']);
  });

  it('is told interval by interval for one request, without gap or overlap', async () => {
    const { intervals, ledger: sum } = await asked(hall, ONE, { id: 'hall.a' });
    expect(intervals.map((one: Json) => [one.ledgerClass, one.departmentId, one.accountable, one.accountableDepartmentId, hours(one.wallClock), hours(one.workingTime), hours(one.offHours)])).toEqual([
      ['HOLDING', 'intake', 'HOLDER', 'intake', 1, 1, 0], ['HANDOVER', 'planning', 'RECEIVER', 'planning', 1, 1, 0], ['HOLDING', 'planning', 'HOLDER', 'planning', 3, 1.5, 1.5],
      ['APPLICANT', 'planning', 'APPLICANT', null, 2, 2, 0], ['HOLDING', 'planning', 'HOLDER', 'planning', 1, 1, 0],
    ]);
    expect(intervals.slice(1).map(({ from }: Json) => from)).toEqual(intervals.slice(0, -1).map(({ until }: Json) => until));
    expect([hours(sum.total), hours(sum.holding), hours(sum.handover), hours(sum.applicant), hours(sum.offHours)]).toEqual([8, 3.5, 1, 2, 1.5]);
    const reopened = await asked(hall, ONE, { id: 'c' });
    expect(reopened.intervals.map((one: Json) => [one.ledgerClass, one.officerId, one.accountable, hours(one.wallClock), hours(one.offHours)])).toEqual([
      ['HOLDING', null, 'HOLDER', 0.5, 0], ['HOLDING', 'i1', 'HOLDER', 0.5, 0], ['CLOSED', null, 'NOBODY', 23, 0], ['HOLDING', null, 'HOLDER', 1, 0],
    ]);
    expect(await asked(hall, ONE, { id: 'nobody' })).toBeNull();
  });

  it('takes the instants of the period only', async () => {
    const period = { from: hallTime('03-02 10:00'), to: hallTime('03-02 11:00') };
    // a is being handed over, c is closed, d has its hearing.
    expect(linesOf(await ledger({ period }))).toEqual([['intake', 'CLOSED', 1, 1], ['licensing', 'STATUTORY', 1, 1], ['planning', 'HANDOVER', 1, 1]]);
    expect((await asked(hall, ONE, { id: 'a', period })).intervals.map((one: Json) => [one.ledgerClass, hours(one.wallClock)])).toEqual([['HANDOVER', 1]]);
  });

  it('is as it was known then, to the digit, when a late answer and a voiding have changed it', async () => {
    const then = await ledger({ asKnownAt: { position: before } });
    await hall.say('b', 'AcceptTransfer', '03-02 17:00', 'planning', {});
    await hall.say('d', 'VoidRequest', '03-09 10:00', 'licensing', {});
    const now = await ledger({ classes: ['HANDOVER', 'STATUTORY'] });
    expect([hours(now.total), linesOf(now)]).toEqual([51, [['planning', 'HANDOVER', 1.5, 2]]]);
    expect(await asked(hall, ONE, { id: 'd' })).toBeNull();
    expect(await ledger({ asKnownAt: { position: before } })).toEqual(then);
  });

  it('lists suspensions that moved a due instant without any working time, as known then and now', async () => {
    const listed = async (extra = ''): Promise<unknown> => {
      await hall.side.readModel.caughtUp();
      const { serviceRequests } = await hall.side.ask(`{ serviceRequests(figure: SUSPENSIONS_WITHOUT_WORKING_TIME ${extra}) { occurrences edges { node { requestId } } } }`);
      return [serviceRequests.occurrences, serviceRequests.edges.map(({ node }: Json) => node.requestId)];
    };
    // From the bell to the next opening: the fifth working day is one later.
    await hall.receive('z', '03-02 10:00');
    await hall.say('z', 'SuspendRequest', '03-03 17:00', 'intake', { cause: 'APPLICANT' });
    const position = await hall.say('z', 'ResumeRequest', '03-04 09:00', 'intake', {});
    expect(await listed()).toEqual([1, ['z']]);
    expect(await listed(`, filter: { departmentIds: ["planning"] }`)).toEqual([0, []]);
    await hall.say('z', 'VoidRequest', '03-09 10:00', 'intake', {});
    expect(await listed()).toEqual([0, []]);
    expect(await listed(`, asKnownAt: { position: "${position}" }`)).toEqual([1, ['z']]);
  });
});
