import { askFlows, cellsOf, countsOf, FLOW_FIELDS, FLOW_KINDS, openedFlows, type FlowQuestion } from '../../support/graphql-flows.js';
import { openPassingHall, type PassingHall } from '../../support/passing-hall.js';
import { hallTime } from '../../support/read-side-hall.js';
import type { Json } from '../../support/read-side.js';

jest.setTimeout(60_000);

/** transfers planned unplanned refusals returns pingPongs hotPotatoes buckPasses raw justified buckPassing requests, by hand. */
const BEFORE = [
  ['intake > planning', 5, 3, 2, 0, 1, 1, 0, 2, 2, 0, 0, 4],
  ['planning > intake', 3, 0, 2, 1, 3, 3, 2, 3, 3, 0, 0, 3],
  ['licensing > planning', 2, 0, 2, 0, 1, 0, 1, 2, 2, 0, 0, 2],
  ['planning > licensing', 2, 0, 2, 0, 1, 1, 0, 2, 2, 0, 0, 2],
  ['intake > licensing', 1, 0, 1, 0, 0, 0, 1, 1, 1, 0, 0, 1],
  ['licensing > intake', 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1],
];
const BEFORE_TOTAL = [14, 3, 10, 1, 7, 5, 4, 11, 11, 0, 0, 5];
/** The recalled and the voided transfer are gone; one is justified, one planned one is not; the refusal is; late progress cools a potato. */
const AFTER = [
  ['intake > planning', 3, 1, 2, 0, 1, 1, 0, 2, 2, 1, 1, 2],
  ['licensing > planning', 2, 0, 2, 0, 1, 0, 1, 2, 2, 0, 0, 2],
  ['planning > intake', 2, 0, 1, 1, 2, 2, 1, 1, 2, 1, 0, 2],
  ['planning > licensing', 2, 0, 2, 0, 1, 1, 0, 2, 2, 0, 0, 2],
  ['intake > licensing', 1, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1],
  ['licensing > intake', 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1],
];
const AFTER_TOTAL = [11, 1, 9, 1, 6, 4, 2, 9, 10, 2, 1, 3];
const WORKED = { filter: { serviceItemCodes: ['matter'] }, period: { to: hallTime('03-03 00:00') } };

let passing: PassingHall;
beforeAll(async () => { passing = await openPassingHall(); });
afterAll(() => passing.hall.side.stop());

describe('flows between departments', () => {
  let before: FlowQuestion;
  let after: FlowQuestion;
  beforeAll(() => {
    [before, after] = [{ asKnownAt: { position: passing.before } }, { asKnownAt: { position: passing.after } }];
  });
  const ask = (query: Parameters<typeof askFlows>[1], question: FlowQuestion = {}): Promise<Json> => askFlows(passing.hall.side, query, question);
  const open = (query: Parameters<typeof askFlows>[1], question: FlowQuestion, first?: number) => openedFlows(passing.hall.side, query, question, first);

  it('are a matrix of who passed to whom, the most transfers first', async () => {
    const answer = await ask('flows', before);
    expect([answer.position, answer.totalCount, answer.maxTransfers]).toEqual([passing.before, 6, 5]);
    expect(cellsOf(answer)).toEqual(BEFORE);
    expect(countsOf(answer.total)).toEqual(BEFORE_TOTAL);
    expect(answer.edges[0].node.fromDepartmentName).toBe('intake');
  });

  it('change by rulings of both verdicts, a recall, a voiding and late progress, and stay as they were known before', async () => {
    expect([cellsOf(await ask('flows', after)), countsOf((await ask('flows', after)).total)]).toEqual([AFTER, AFTER_TOTAL]);
    expect(cellsOf(await ask('flows', before))).toEqual(BEFORE);
  });

  it('give the worked example of the specification: 5 transfers, 3 returns, 2 ping-pongs, 5 buck-passes, A 2, B 2, C 1', async () => {
    const answer = await ask('flows', { ...before, ...WORKED });
    expect(countsOf(answer.total)).toEqual([5, 0, 5, 0, 3, 2, 1, 5, 5, 0, 0, 1]);
    const bySender = Object.groupBy(answer.edges as Json[], ({ node }) => node.fromDepartmentId as string);
    expect(Object.entries(bySender).map(([id, edges]) => [id, edges!.reduce((sum, { node }) => sum + Number(node.figures.buckPasses), 0)]).sort())
      .toEqual([['intake', 2], ['licensing', 1], ['planning', 2]]);
    const { edges, ...pairs } = await ask('pingPongPairs', { ...before, ...WORKED });
    expect([pairs.pingPongs, pairs.episodes, pairs.rounds]).toEqual([2, 1, 1]);
    expect(edges[0].node).toEqual({
      departmentA: 'intake', departmentB: 'planning', pingPongs: 2, sentBackByA: 1, sentBackByB: 1, episodes: 1, rounds: 1, longestEpisode: 4, transfers: 3,
    });
  });

  it('open into requests, number by number, and add up over all pages', async () => {
    for (const edge of (await ask('flows', { ...after, first: 3 })).edges as Json[]) {
      const { fromDepartmentId: from, toDepartmentId: to, figures } = edge.node;
      const sums = await Promise.all(FLOW_KINDS.map(async (kind) => Object.values(await open('flowRequests', { ...after, from, to, kind })).reduce((a, b) => a + b, 0)));
      expect([from, to, ...sums]).toEqual([from, to, ...FLOW_FIELDS.slice(0, -1).map((field) => figures[field])]);
    }
    expect(await open('flowRequests', { ...after, from: 'intake', to: 'planning' })).toEqual({ w: 2, r: 1 });
    expect(await open('flowRequests', { ...before, from: 'intake', to: 'planning' }, 1)).toEqual({ w: 2, r: 1, v: 1, x: 1 });
    expect(await open('flowRequests', { ...after, from: 'planning', to: 'intake', kind: 'PING_PONGS', eitherWay: true })).toEqual({ w: 2, r: 1 });
  });

  it('are sorted by any figure, either way, and come in pages', async () => {
    const keys = async (question: FlowQuestion) => cellsOf(await ask('flows', { ...after, ...question })).map((cell) => (cell as unknown[])[0]);
    expect((await keys({ orderBy: 'RETURNS' })).slice(0, 2)).toEqual(['planning > intake', 'intake > planning']);
    expect((await keys({ orderBy: 'RULED_BUCK_PASSING', first: 1 }))).toEqual(['intake > planning']);
    expect(await keys({ orderBy: 'PLANNED', direction: 'ASC', first: 2 })).toEqual(['intake > licensing', 'licensing > intake']);
    expect(await keys({ first: 2, after: '3' })).toEqual(['intake > licensing', 'licensing > intake']);
    const { pageInfo } = await ask('flows', { ...after, first: 4 });
    expect(pageInfo).toEqual({ hasNextPage: true, endCursor: '3' });
    expect((await ask('flows', { ...after, first: 6 })).pageInfo).toEqual({ hasNextPage: false, endCursor: '5' });
  });

  it('keep to the filter, the period and the threshold; a department in the filter is the sender', async () => {
    const cells = async (question: FlowQuestion) => cellsOf(await ask('flows', { ...after, ...question }));
    expect(await cells({ filter: { departmentIds: ['planning'] } })).toEqual([AFTER[2], AFTER[3]]);
    expect(await cells({ to: 'licensing' })).toEqual([AFTER[3], AFTER[4]]);
    expect(await cells({ period: { from: hallTime('03-03 10:30') } })).toEqual([['planning > licensing', 1, 0, 1, 0, 1, 1, 0, 1, 1, 0, 0, 1]]);
    expect((await ask('flows', { ...after, hotPotatoThreshold: 600_000 })).total.hotPotatoes).toBe(0);
    expect((await ask('flows', { ...after, hotPotatoThreshold: 600_001 })).total.hotPotatoes).toBe(2);
  });

  it('show pairs of departments with ping-pongs by who sent it back, and episodes, the longest first', async () => {
    const answer = await ask('pingPongPairs', after);
    expect([answer.pingPongs, answer.episodes, answer.rounds, answer.totalCount]).toEqual([4, 3, 3, 2]);
    expect(answer.edges.map(({ node }: Json) => Object.values(node))).toEqual([['intake', 'planning', 3, 1, 2, 2, 2, 4, 5], ['licensing', 'planning', 1, 0, 1, 1, 1, 3, 4]]);
    expect((await ask('pingPongPairs', before)).edges[0].node.transfers).toBe(8);
    const found = await ask('pingPongEpisodes', after);
    expect([found.totalCount, found.rounds, found.longest]).toEqual([3, 3, 4]);
    const list = ({ edges }: Json) => edges.map(({ node, holders, rounds, from, until }: Json) => [node.requestId, holders, rounds, from, until]);
    const [w, r, y] = [
      ['w', 4, 1, hallTime('03-02 10:00'), hallTime('03-02 11:00')], ['r', 3, 1, hallTime('03-02 09:30'), hallTime('03-02 09:40')],
      ['y', 3, 1, hallTime('03-03 10:00'), hallTime('03-03 11:00')],
    ];
    expect(list(found)).toEqual([w, r, y]);
    const pages = [await ask('pingPongEpisodes', { ...after, first: 2 }), await ask('pingPongEpisodes', { ...after, first: 2, after: found.edges[1].cursor })];
    expect(pages.flatMap(list)).toEqual([w, r, y]);
    expect(list(await ask('pingPongEpisodes', { ...after, between: ['planning', 'licensing'] }))).toEqual([y]);
    expect(list(await ask('pingPongEpisodes', { ...after, minHolders: 4 }))).toEqual([w]);
    expect(list(await ask('pingPongEpisodes', { ...after, filter: { departmentIds: ['licensing'] } }))).toEqual([y]);
  });

  it('show ways round, once however they were entered, and open into the requests that went them', async () => {
    const cycles = async (question: FlowQuestion) => (await ask('transferCycles', question)).edges.map(({ node }: Json) => [node.departmentIds.join(' > '), node.length, node.times, node.requests]);
    const [back, other, round, against] = [['intake > planning', 2, 3, 2], ['licensing > planning', 2, 1, 1], ['intake > planning > licensing', 3, 1, 1], ['intake > licensing > planning', 3, 1, 1]];
    expect(await cycles(after)).toEqual([back, other, against, round]);
    expect((await cycles(before))[0]).toEqual(['intake > planning', 2, 4, 3]);
    const { times, requests, totalCount } = await ask('transferCycles', after);
    expect([times, requests, totalCount]).toEqual([6, 3, 4]);
    expect(await cycles({ ...after, minLength: 3 })).toEqual([against, round]);
    expect(await cycles({ ...after, maxLength: 2, through: 'licensing' })).toEqual([other]);
    expect(await cycles({ ...after, filter: { departmentIds: ['licensing'] } })).toEqual([against, round]);
    expect(await cycles({ ...after, orderBy: 'LENGTH', first: 1 })).toEqual([against]);
    expect(await open('transferCycleRequests', { ...after, departmentIds: ['planning', 'intake'] }, 1)).toEqual({ w: 2, r: 1 });
    expect(await open('transferCycleRequests', { ...after, departmentIds: ['planning', 'licensing', 'intake'] })).toEqual({ w: 1 });
    expect(await open('transferCycleRequests', { ...after, departmentIds: ['licensing', 'planning', 'intake'] })).toEqual({ r: 1 });
  });

  it('give revisits to who got it back, in total n + 1 less the distinct departments of each request', async () => {
    const { total, departments } = (await passing.hall.side.ask('{ departmentEfficiency { total { revisits } departments { departmentId revisits } } }')).departmentEfficiency;
    expect([total.revisits, ...departments.map((row: Json) => [row.departmentId, row.revisits])]).toEqual([3 + 2 + 1, ['intake', 3], ['licensing', 1], ['planning', 2]]);
    const { edges } = (await passing.hall.side.ask('{ efficiency(by: [SERVICE_ITEM]) { edges { node { key { value } figures { revisits } } } } }')).efficiency;
    expect(edges.map(({ node }: Json) => [node.key[0].value, node.figures.revisits])).toEqual([['matter', 3 + 1], ['permit', 2]]);
  });

  it('refuse what cannot be meant', async () => {
    await expect(ask('flowRequests', { from: 'intake', eitherWay: true })).rejects.toThrow('BOTH_ENDS_NEEDED');
    await expect(ask('flows', { first: 501 })).rejects.toThrow('BAD_USER_INPUT');
    await expect(ask('transferCycles', { maxLength: 17 })).rejects.toThrow('BAD_USER_INPUT');
    await expect(ask('transferCycleRequests', { departmentIds: ['intake'] })).rejects.toThrow('BAD_USER_INPUT');
    await expect(ask('pingPongEpisodes', { after: '3:x:1' })).rejects.toThrow('BAD_USER_INPUT');
  });
});

describe('a responsibility vacuum', () => {
  const vacuum = async (question: FlowQuestion = {}): Promise<Json[]> =>
    (await askFlows(passing.hall.side, 'responsibilityVacuum', question)).edges.map(({ node }: Json) => node);
  const seen = async (question: FlowQuestion = {}): Promise<unknown[]> => (await vacuum(question)).map(({ serviceItemCode, requests, parts }) =>
    [serviceItemCode, requests, ...parts.map(({ count, of }: Json) => `${count}/${of}`)]);

  it('is ordered by a score of four shares, by hand, today and as known before and after the rulings and the voiding', async () => {
    // Passed on, stray holders, untouched, came back.
    expect(await seen({ asKnownAt: { position: passing.before } })).toEqual([['matter', 2, '7/9', '3/5', '0/2', '2/2'], ['permit', 4, '4/8', '0/8', '0/4', '2/4']]);
    expect(await seen({ asKnownAt: { position: passing.after } })).toEqual([['matter', 2, '6/9', '3/5', '0/2', '2/2'], ['permit', 3, '3/5', '0/5', '0/3', '1/3']]);
    expect(await seen()).toEqual([['matter', 3, '8/11', '5/8', '1/3', '2/3'], ['permit', 3, '3/5', '0/5', '0/3', '1/3']]);
    const [matter, permit] = await vacuum();
    expect(matter!.score).toBeCloseTo(25 * (8 / 11 + 5 / 8 + 1 / 3 + 2 / 3), 10);
    expect(matter!.scoreBeforeRulings).toBeCloseTo(25 * (9 / 11 + 5 / 8 + 1 / 3 + 2 / 3), 10);
    expect(matter!.parts.reduce((sum: number, { contribution }: Json) => sum + Number(contribution), 0)).toBeCloseTo(matter!.score, 10);
    expect([permit!.transfers, permit!.buckPassesBeforeRulings, permit!.revisits, permit!.holdersPerRequest]).toEqual([4, 3, 2, 5 / 3]);
    expect([matter!.transfers, matter!.revisits, matter!.holdersPerRequest]).toEqual([9, 4, 8 / 3]);
  });

  it('opens into the requests behind each ingredient', async () => {
    const of = (ingredient: string, serviceItemCode = 'matter') => openedFlows(passing.hall.side, 'responsibilityVacuumRequests', { serviceItemCode, ingredient }, 1);
    expect(await of('PASSED_ON')).toEqual({ w: 4, y: 2, u: 2 });
    expect(await of('STRAY_HOLDERS')).toEqual({ w: 2, y: 1, u: 2 });
    expect(await of('UNTOUCHED')).toEqual({ u: 1 });
    expect(await of('CAME_BACK')).toEqual({ w: 1, y: 1 });
    expect(await of('PASSED_ON', 'permit')).toEqual({ r: 3 });
  });

  it('is over the requests received in the period, with all that became of them, and may leave small items out', async () => {
    expect(await seen({ period: { from: hallTime('03-03 00:00'), to: hallTime('03-03 09:30') } })).toEqual([['matter', 1, '2/3', '1/2', '0/1', '1/1'], ['permit', 1, '0/0', '0/1', '0/1', '0/1']]);
    expect(await seen({ minRequests: 4 })).toEqual([]);
    expect(await seen({ hotPotatoThreshold: 600_000, filter: { departmentIds: ['planning'] } })).toEqual([['matter', 1, '2/2', '2/3', '0/1', '0/1']]);
  });
});
