import { hallTime, SmallHall } from '../../support/read-side-hall.js';
import type { Json } from '../../support/read-side.js';

jest.setTimeout(60_000);

const FIGURES = `
  satisfaction { closures rated unrated ratedShare bad badShare scoreSum mean distribution { score n } dimensions { name n scoreSum mean } }
  rectifications { opened doneOnTime doneLate overdue underWay time { n total { ms } max { text } } }
  rulings { standing justified buckPassing }
  buckPasses buckPassesBeforeRulings`;
const QUESTION = `query Q($asKnownAt: AsKnownAtInput, $at: Instant, $period: PeriodInput) {
  departmentEfficiency(asKnownAt: $asKnownAt, at: $at, period: $period) { total { ${FIGURES} } departments { departmentId ${FIGURES} } } }`;
const COMPLETE = `mutation C($input: CompleteRectificationInput!) { completeRectification(input: $input) {
  __typename ... on RectificationRecorded { position revision before } ... on RectificationRefused { code reason reasonZh retryable } } }`;
const distribution = (...counts: readonly number[]) => counts.map((n, index) => ({ score: index + 1, n }));

/**
 * Four matters of one week. R1: closed by planning on Tuesday, rated 1 on Wednesday. R2: passed off the route to licensing, closed on
 * Tuesday, rated 5 on Thursday. R3: closed by intake, never rated. R4: closed by intake on Monday, rated 2 on Tuesday, reopened on
 * Wednesday, closed again on Thursday, rated 4 on Friday.
 */
describe('Ratings, rectifications and rulings of a small hall', () => {
  let hall: SmallHall;
  let beforeLateRating: string;
  beforeAll(async () => {
    hall = await SmallHall.open('03-06 16:00', { rectificationWorkingDays: 15 });
    for (const requestId of ['R1', 'R2', 'R3', 'R4']) await hall.receive(requestId, '03-02 09:00');
    await hall.transfer('R1', '03-02 09:30', 'intake', 'planning');
    await hall.transfer('R2', '03-02 10:00', 'intake', 'licensing');
    await hall.complete('R4', '03-02 16:00', 'intake');
    await hall.complete('R1', '03-03 10:00', 'planning');
    await hall.complete('R2', '03-03 11:00', 'licensing');
    await hall.complete('R3', '03-03 12:00', 'intake');
    await hall.say('R4', 'RateRequest', '03-03 09:30', 'intake', { score: 2, dimensions: { speed: 2 } });
    await hall.say('R1', 'RateRequest', '03-04 10:00', 'planning', { score: 1, dimensions: { speed: 1, attitude: 4 }, comment: 'Slow.' });
    await hall.say('R4', 'ReopenRequest', '03-04 09:00', 'intake', {});
    await hall.complete('R4', '03-05 10:00', 'intake');
    beforeLateRating = await hall.say('R4', 'RateRequest', '03-06 09:00', 'intake', { score: 4 });
    await hall.say('R2', 'RateRequest', '03-05 09:00', 'licensing', { score: 5, dimensions: { speed: 5 } });
    await opened(2);
  });
  afterAll(() => hall.side.stop());

  /** Until so many rectifications are in the figures. */
  async function opened(count: number): Promise<void> {
    for (;;) {
      const [row] = await hall.side.readModel.query<{ n: bigint }>('SELECT count(*) AS n FROM rectifications');
      if (Number(row!.n) >= count) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  async function ask(variables: object = {}): Promise<Json> {
    await hall.side.readModel.caughtUp();
    const { total, departments } = (await hall.side.ask(QUESTION, variables)).departmentEfficiency;
    return { total, ...Object.fromEntries((departments as Json[]).map(({ departmentId, ...row }) => [departmentId, row])) };
  }
  const complete = async (over: object): Promise<Json> => (await hall.side.askAs('supervisor', COMPLETE, {
    input: { source: '/supervision/1', requestId: 'R1', occurredAt: hallTime('03-20 09:00'), departmentId: 'planning', ...over },
  })).completeRectification;

  it('credits ratings to whom the closure is, in the period of the closure; unrated ones stay unrated', async () => {
    const { total, intake, planning, licensing } = await ask();
    expect(total.satisfaction).toEqual({
      closures: 5, rated: 4, unrated: 1, ratedShare: 0.8, bad: 2, badShare: 0.5, scoreSum: 12, mean: 3, distribution: distribution(1, 1, 0, 1, 1),
      dimensions: [{ name: 'attitude', n: 1, scoreSum: 4, mean: 4 }, { name: 'speed', n: 3, scoreSum: 8, mean: 8 / 3 }],
    });
    expect(intake.satisfaction).toMatchObject({ closures: 3, rated: 2, unrated: 1, bad: 1, mean: 3, distribution: distribution(0, 1, 0, 1, 0) });
    expect(planning.satisfaction).toMatchObject({ closures: 1, rated: 1, unrated: 0, bad: 1, badShare: 1, mean: 1 });
    expect(licensing.satisfaction).toMatchObject({ closures: 1, rated: 1, bad: 0, mean: 5, dimensions: [{ name: 'speed', n: 1 }] });
    const upToWednesday = await ask({ period: { to: hallTime('03-04 00:00') } });
    expect(upToWednesday.total.satisfaction).toMatchObject({ closures: 4, rated: 3, unrated: 1, scoreSum: 8, distribution: distribution(1, 1, 0, 0, 1) });
    const thursday = await ask({ period: { from: hallTime('03-05 00:00'), to: hallTime('03-06 00:00') } });
    expect(thursday.total.satisfaction).toMatchObject({ closures: 1, rated: 1, mean: 4 });
    expect((await ask({ period: { from: hallTime('03-06 00:00') } })).total.satisfaction).toMatchObject({ closures: 0, ratedShare: null, badShare: null, mean: null });
  });

  it('leaves a figure as it was known before a late rating', async () => {
    const then = (await ask({ asKnownAt: { position: beforeLateRating } })).total.satisfaction;
    expect(then).toMatchObject({ closures: 5, rated: 3, unrated: 2, scoreSum: 7, bad: 2, distribution: distribution(1, 1, 0, 1, 0) });
  });

  it('opens every figure into its requests', async () => {
    const open = async (figure: string, filter = ''): Promise<unknown> => {
      const { occurrences, edges } = (await hall.side.ask(`{ serviceRequests(figure: ${figure} ${filter}) { occurrences edges { occurrences node { requestId } } } }`)).serviceRequests;
      return [occurrences, (edges as Json[]).map((edge) => [edge.node.requestId, edge.occurrences])];
    };
    expect(await open('RATED')).toEqual([4, [['R1', 1], ['R2', 1], ['R4', 2]]]);
    expect(await open('RATED_BAD')).toEqual([2, [['R1', 1], ['R4', 1]]]);
    expect(await open('UNRATED')).toEqual([1, [['R3', 1]]]);
    expect(await open('RATED_5', 'filter: { departmentIds: ["licensing"] }')).toEqual([1, [['R2', 1]]]);
    expect(await open('RECTIFICATIONS_OPENED', 'filter: { departmentIds: ["planning"] }')).toEqual([1, [['R1', 1]]]);
  });

  it('groups them by any dimension', async () => {
    const by = async (dimension: string): Promise<unknown> => {
      const { edges } = (await hall.side.ask(`{ efficiency(by: [${dimension}]) { edges { node { key { value } figures { satisfaction { rated unrated mean dimensions { name n } } rectifications { opened } } } } } }`)).efficiency;
      return edges.filter(({ node }: Json) => node.figures.satisfaction.rated + node.figures.satisfaction.unrated > 0)
        .map(({ node: { key, figures: { satisfaction: { rated, unrated, mean, dimensions }, rectifications } } }: Json) => [key[0].value, rated, unrated, mean, dimensions.length, rectifications.opened]);
    };
    expect(await by('SERVICE_ITEM')).toEqual([['permit', 4, 1, 3, 2, 2]]);
    expect(await by('OFFICER')).toEqual([[null, 4, 1, 3, 2, 2]]);
    // Ratings go by the day of their closure, a rectification by the day of the rating that opened it.
    expect(await by('DAY')).toEqual([['2026-03-02', 1, 0, 2, 1, 0], ['2026-03-03', 2, 1, 3, 2, 1], ['2026-03-05', 1, 0, 4, 0, 0]]);
  });

  it('opens a rectification for each bad rating, due at the end of the 15th working day after it', async () => {
    const list = `{ rectifications { totalCount edges { node { requestId closure departmentId score openedAt closedAt dueAt standing completedAt measures } } } }`;
    const { totalCount, edges } = (await hall.side.ask(list)).rectifications;
    expect(totalCount).toBe(2);
    // R4 was rated on Tuesday 3 March: the 15th working day after it is Tuesday the 24th; R1 on Wednesday: the 25th.
    expect((edges as Json[]).map(({ node }) => node)).toEqual([
      { requestId: 'R4', closure: 1, departmentId: 'intake', score: 2, openedAt: hallTime('03-03 09:30'), closedAt: hallTime('03-02 16:00'), dueAt: hallTime('03-24 17:00'),
        standing: 'UNDER_WAY', completedAt: null, measures: null },
      { requestId: 'R1', closure: 1, departmentId: 'planning', score: 1, openedAt: hallTime('03-04 10:00'), closedAt: hallTime('03-03 10:00'), dueAt: hallTime('03-25 17:00'),
        standing: 'UNDER_WAY', completedAt: null, measures: null },
    ]);
  });

  it('follows a rectification to its end: on time, late, overdue', async () => {
    hall.now('03-20 16:00');
    expect(await complete({ id: 'C0', occurredAt: hallTime('03-21 09:00') })).toMatchObject({ __typename: 'RectificationRefused', code: 'TIME_IN_FUTURE', retryable: false });
    expect(await complete({ id: 'C0', requestId: 'R3' })).toMatchObject({ code: 'NO_RECTIFICATION', retryable: true });
    const done = await complete({ id: 'C1', measures: 'Called the applicant, changed the queue.' });
    expect(done).toMatchObject({ __typename: 'RectificationRecorded', revision: 1, before: false });
    expect(await complete({ id: 'C1', measures: 'Called the applicant, changed the queue.' })).toEqual({ ...done, before: true });
    expect([await complete({ id: 'C1', measures: 'Nothing.' }), await complete({ id: 'C2' })]).toMatchObject([{ code: 'ID_REUSED' }, { code: 'ALREADY_RECTIFIED' }]);
    const counts = async (at: string) => (await ask({ at: hallTime(at) })).total.rectifications;
    // From Wednesday 4 March 10:00 to Friday the 20th 09:00 are 15 days and 23 hours.
    const time = { n: 1, total: { ms: String((15 * 24 + 23) * 3_600_000) }, max: { text: '383 h 0 min 0 s' } };
    expect(await counts('03-24 17:00')).toEqual({ opened: 2, doneOnTime: 1, doneLate: 0, overdue: 0, underWay: 1, time });
    expect(await counts('03-24 17:01')).toEqual({ opened: 2, doneOnTime: 1, doneLate: 0, overdue: 1, underWay: 0, time });
    expect(await counts('03-20 08:59')).toMatchObject({ opened: 2, doneOnTime: 0, underWay: 2, time: { n: 0 } });
    expect(await counts('03-03 12:00')).toMatchObject({ opened: 1 });
    hall.now('03-26 10:00');
    expect(await complete({ id: 'C3', requestId: 'R4', occurredAt: hallTime('03-26 09:00'), departmentId: 'intake' })).toMatchObject({ __typename: 'RectificationRecorded' });
    expect(await counts('03-26 10:00')).toMatchObject({ opened: 2, doneOnTime: 1, doneLate: 1, overdue: 0, underWay: 0, time: { n: 2 } });
    expect(await counts('03-25 12:00')).toMatchObject({ doneLate: 0, overdue: 1 });
    expect((await ask({ asKnownAt: { position: done.position }, at: hallTime('03-26 10:00') })).total.rectifications).toMatchObject({ doneOnTime: 1, doneLate: 0, overdue: 1 });
  });

  it('shows what was done to supervisors, keeps it as ciphertext, and lets nobody else complete', async () => {
    const list = `{ rectifications(standings: [DONE_ON_TIME]) { totalCount edges { node { requestId measures taken { text } completedByDepartmentId } } } }`;
    const { rectifications } = await hall.side.askAs('supervisor', list);
    expect(rectifications).toEqual({
      totalCount: 1, edges: [{ node: { requestId: 'R1', measures: 'Called the applicant, changed the queue.', taken: { text: '383 h 0 min 0 s' }, completedByDepartmentId: 'planning' } }],
    });
    expect((await hall.side.askAs('analyst', list)).rectifications.edges[0].node.measures).toBeNull();
    const stored: object[] = [];
    for await (const { data } of hall.side.store.readStream('rectification-hall.R1')) stored.push(data);
    expect(JSON.stringify(stored)).not.toContain('Called');
    await expect(hall.side.askAs('administrator', COMPLETE, { input: { source: '/a', id: '1', requestId: 'R1', occurredAt: hallTime('03-20 09:00'), departmentId: 'planning' } })).rejects.toThrow('FORBIDDEN');
  });

  it('counts the last ruling on a transfer, before and after rulings apart, and lists all of them for supervisors', async () => {
    const at = hallTime('03-26 10:00');
    const before = await ask({ at });
    expect(before.intake).toMatchObject({ buckPasses: 1, buckPassesBeforeRulings: 1, rulings: { standing: 0, justified: 0, buckPassing: 0 } });
    const position = String(hall.side.readModel.position());
    const justified = await hall.say('R2', 'RuleTransfer', '03-09 09:00', 'intake', { revision: 1, verdict: 'JUSTIFIED', reason: 'The route was wrong.' });
    expect((await ask()).intake).toMatchObject({ buckPasses: 0, buckPassesBeforeRulings: 1, rulings: { standing: 1, justified: 1, buckPassing: 0 } });
    await hall.say('R2', 'RuleTransfer', '03-10 09:00', 'intake', { revision: 1, verdict: 'BUCK_PASSING' });
    const after = await ask();
    expect([after.licensing.rulings.standing, after.intake]).toMatchObject([0, { buckPasses: 1, buckPassesBeforeRulings: 1, rulings: { standing: 1, justified: 0, buckPassing: 1 } }]);
    expect((await ask({ asKnownAt: { position: justified }, at })).intake).toMatchObject({ buckPasses: 0, rulings: { standing: 1, justified: 1 } });
    expect(await ask({ asKnownAt: { position }, at })).toEqual(before);
    const list = `{ rulings { totalCount edges { node { requestId verdict stands transferRevision isRefusal fromDepartmentId toDepartmentId ruledAt ruledBy reason } } } }`;
    const ruling = { requestId: 'R2', transferRevision: 1, isRefusal: false, fromDepartmentId: 'intake', toDepartmentId: 'licensing', ruledBy: 'test' };
    expect((await hall.side.askAs('supervisor', list)).rulings).toEqual({ totalCount: 2, edges: [
      { node: { ...ruling, verdict: 'JUSTIFIED', stands: false, ruledAt: hallTime('03-09 09:00'), reason: 'The route was wrong.' } },
      { node: { ...ruling, verdict: 'BUCK_PASSING', stands: true, ruledAt: hallTime('03-10 09:00'), reason: null } },
    ] });
    await expect(hall.side.askAs('analyst', list)).rejects.toThrow('FORBIDDEN');
  });

  it('gives a list in pages, and of one request', async () => {
    const of = async (name: string, id: string): Promise<unknown> => (await hall.side.askAs('supervisor', `{ ${name}(id: "${id}") { totalCount } }`))[name].totalCount;
    expect([await of('rulings', 'hall.R2'), await of('rulings', 'hall.R1'), await of('rectifications', 'hall.R1'), await of('rectifications', 'R1')]).toEqual([2, 0, 1, 0]);
    const page = async (name: string, after: string | null): Promise<Json> =>
      (await hall.side.askAs('supervisor', `query P($after: String) { ${name}(first: 1, after: $after) { totalCount edges { cursor } pageInfo { hasNextPage endCursor } } }`, { after }))[name];
    for (const name of ['rulings', 'rectifications']) {
      const first = await page(name, null);
      expect(first).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
      const second = await page(name, first.pageInfo.endCursor as string);
      expect([second.totalCount, second.pageInfo.hasNextPage, second.edges[0].cursor === first.edges[0].cursor]).toEqual([2, false, false]);
      await expect(page(name, 'x')).rejects.toThrow('BAD_CURSOR');
    }
  });

  it('lets a voided request leave with its rating and its rectification, and not what was known before', async () => {
    const at = hallTime('03-26 10:00');
    const position = String(hall.side.readModel.position());
    const before = await ask({ at, asKnownAt: { position } });
    await hall.say('R1', 'VoidRequest', '03-26 09:00', 'intake', {});
    const after = await ask({ at });
    expect(after.total.satisfaction).toMatchObject({ closures: 4, rated: 3, bad: 1, scoreSum: 11, dimensions: [{ name: 'speed', n: 2, scoreSum: 7, mean: 3.5 }] });
    expect(after.total.rectifications).toMatchObject({ opened: 1, doneOnTime: 0, doneLate: 1, time: { n: 1 } });
    expect(await ask({ at, asKnownAt: { position } })).toEqual(before);
    expect(await complete({ id: 'C9', closure: 1 })).toMatchObject({ code: 'REQUEST_VOIDED' });
  });
});
