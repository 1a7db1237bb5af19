import type { Json } from '../../support/read-side.js';
import { hallTime, SmallHall } from '../../support/read-side-hall.js';

jest.setTimeout(60_000);
const HOUR = 3_600_000;
const AT = hallTime('03-03 10:00');
const hours = ({ ms }: { ms: string }): number => Number(ms) / HOUR;

const SPOTS = `query Spots($by: [Dimension!], $details: [SpotDetail!], $threshold: Milliseconds, $orderBy: SpotOrder, $filter: FigureFilterInput, $at: Instant, $asKnownAt: AsKnownAtInput) {
  hotSpots(by: $by, details: $details, threshold: $threshold, orderBy: $orderBy, filter: $filter, at: $at, asKnownAt: $asKnownAt) { requests totalCount edges { node {
    group { value } state routeStep progressStep requests oldestSince totalWaiting { ms } medianWaiting { ms } maxWaiting { ms } overThreshold } } } }`;
const STUCK = `query Stuck($state: SpotState, $step: SpotStepInput, $threshold: Milliseconds, $filter: FigureFilterInput, $at: Instant, $first: Int! = 50, $after: String) {
  stuckRequests(state: $state, step: $step, threshold: $threshold, filter: $filter, at: $at, first: $first, after: $after) {
    totalCount totalWaiting { ms } edges { cursor waiting { ms } since state departmentId officerId routeStep progressStep node { requestId } } pageInfo { hasNextPage endCursor } } }`;

async function asked(hall: SmallHall, query: string, variables: object): Promise<Json> {
  await hall.side.readModel.caughtUp();
  return Object.values((await hall.side.ask(query, { at: AT, ...variables })) as Record<string, Json>)[0];
}
/**
 * On Tuesday 03-03 at 10:00, waiting in hours of the running holding: e at planning since Monday 11:00, accepted 11:30, 5.5; f there since
 * 10:00, officer p1, 6.5; g at the intake since Tuesday 09:00, 1; h on its way to planning since 16:30, 1.5; i back at the intake since 11:00, 5.5;
 * j at the intake, stopped for the applicant after 1.
 */
describe('hot spots', () => {
  let hall: SmallHall;
  beforeAll(async () => {
    hall = await SmallHall.open('03-10 09:00');
    for (const id of ['e', 'f', 'i', 'j', 'k', 'l']) await hall.receive(id, '03-02 09:00');
    await hall.transfer('e', '03-02 11:00', 'intake', 'planning');
    await hall.say('e', 'AcceptTransfer', '03-02 11:30', 'planning', {});
    await hall.say('e', 'RecordProgress', '03-02 14:00', 'planning', { step: 'drafted' });
    await hall.say('e', 'RecordProgress', '03-02 16:00', 'planning', { step: 'countersigned' });
    await hall.transfer('f', '03-02 10:00', 'intake', 'planning');
    await hall.say('f', 'AssignOfficer', '03-02 10:00', 'planning', { assignedOfficerId: 'p1' });
    await hall.say('f', 'RecordProgress', '03-02 10:30', 'planning', { step: 'drafted' });
    await hall.receive('g', '03-03 09:00');
    await hall.receive('h', '03-02 16:00');
    await hall.transfer('h', '03-02 16:30', 'intake', 'planning');
    await hall.say('i', 'RecordProgress', '03-02 09:10', 'intake', { step: 'checked' });
    await hall.transfer('i', '03-02 09:30', 'intake', 'licensing');
    await hall.transfer('i', '03-02 11:00', 'licensing', 'intake');
    await hall.say('i', 'AcceptTransfer', '03-02 11:00', 'intake', {});
    await hall.say('j', 'SuspendRequest', '03-02 10:00', 'intake', { cause: 'APPLICANT' });
    await hall.complete('k', '03-03 09:30', 'intake');
    await hall.say('l', 'VoidRequest', '03-02 09:30', 'intake', {});
  });
  afterAll(() => hall.side.stop());
  const spots = async (variables: object = {}): Promise<unknown[]> => (await asked(hall, SPOTS, variables)).edges.map(({ node }: Json) =>
    [...node.group.map(({ value }: Json) => value), node.state, node.routeStep, node.progressStep, node.requests, hours(node.totalWaiting)]);

  it('say where open requests stand, at which step, and how long they have waited there', async () => {
    expect(await spots()).toEqual([
      ['intake', 'HOLDING', 1, null, 2, 6.5], ['planning', 'HOLDING', 2, 'drafted', 1, 6.5], ['planning', 'HOLDING', 2, 'countersigned', 1, 5.5],
      ['planning', 'HANDOVER', 2, null, 1, 1.5], ['intake', 'APPLICANT', 1, null, 1, 1],
    ]);
  });

  it('say since when, the median and longest waiting, and how many are over the threshold', async () => {
    const { requests, edges } = await asked(hall, SPOTS, { details: [], threshold: String(5.5 * HOUR), orderBy: 'MEDIAN' });
    expect(requests).toBe(6);
    expect(edges.map(({ node }: Json) => [node.group[0].value, node.requests, node.oldestSince, hours(node.medianWaiting), hours(node.maxWaiting), node.overThreshold])).toEqual([
      ['planning', 3, hallTime('03-02 10:00'), 5.5, 6.5, 1], ['intake', 3, hallTime('03-02 09:00'), 1, 5.5, 0],
    ]);
  });

  it('are told by officer, and all together', async () => {
    expect(await spots({ by: ['OFFICER'], details: [] })).toEqual([[null, null, null, null, 5, 14.5], ['p1', null, null, null, 1, 6.5]]);
    expect(await spots({ by: [], details: ['STATE'] })).toEqual([['HOLDING', null, null, 4, 18.5], ['HANDOVER', null, null, 1, 1.5], ['APPLICANT', null, null, 1, 1]]);
  });

  it('are as they stood at an instant of the past', async () => {
    expect(await spots({ at: hallTime('03-02 11:15'), filter: { departmentIds: ['planning'] } })).toEqual([
      ['planning', 'HOLDING', 2, 'drafted', 1, 1.25], ['planning', 'HANDOVER', 2, null, 1, 0.25],
    ]);
  });

  it('open into their requests, the one that has waited longest first', async () => {
    const question = { filter: { departmentIds: ['intake'] }, state: 'HOLDING', step: { routeStep: 1, progressStep: null }, first: 1 };
    const page = await asked(hall, STUCK, question);
    expect([page.totalCount, hours(page.totalWaiting)]).toEqual([2, 6.5]);
    expect(page.edges.map((edge: Json) => [edge.node.requestId, hours(edge.waiting), edge.since])).toEqual([['i', 5.5, hallTime('03-02 11:00')]]);
    const rest = await asked(hall, STUCK, { ...question, after: page.pageInfo.endCursor });
    expect(rest.edges.map((edge: Json) => [edge.node.requestId, hours(edge.waiting), edge.since])).toEqual([['g', 1, hallTime('03-03 09:00')]]);
    const over = await asked(hall, STUCK, { threshold: String(5.5 * HOUR) });
    expect(over.edges.map((edge: Json) => [edge.node.requestId, edge.officerId, edge.progressStep])).toEqual([['f', 'p1', 'drafted']]);
  });

  it('refuse a dimension of time, with what to do instead', async () => {
    await expect(spots({ by: ['MONTH'] })).rejects.toThrow(/NO_TIME_DIMENSION/);
    await expect(spots({ threshold: '-1' })).rejects.toThrow(/BAD_USER_INPUT/);
  });

  it('are as they were known then, when a step was recorded late', async () => {
    const position = String(hall.side.readModel.position());
    const then = await spots({ asKnownAt: { position } });
    await hall.say('g', 'RecordProgress', '03-03 09:30', 'intake', { step: 'checked' });
    expect((await spots()).slice(0, 3)).toContainEqual(['intake', 'HOLDING', 1, null, 1, 5.5]);
    expect(await spots({ asKnownAt: { position } })).toEqual(then);
  });
});
