import { EVERYWHERE } from '../../../src/kernel/actor.js';
import type { Dimension } from '../../../src/efficiency/read-model/figures/dimensions.js';
import { assertCohort, closedOnly, completionCurves, doneWithinLimit } from '../../../src/efficiency/read-model/figures/survival/completion-curves.js';
import type { LimitName, TimeAxis } from '../../../src/efficiency/read-model/figures/survival/completion-sample.js';
import { HALF, quantileOf } from '../../../src/efficiency/read-model/figures/survival/quantile.js';
import { scopeOf, type FigureQuestion } from '../../../src/efficiency/read-model/scope-of.js';
import { hallTime, SmallHall } from '../../support/read-side-hall.js';

jest.setTimeout(60_000);
const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(hallTime(text));

/**
 * Mon-Fri 09:00-12:00 and 13:30-17:00, 6.5 working hours a day; 5 working days promised. March 2026 began on a Sunday.
 * Received on Monday the 2nd at 09:00: a closed after 1 h, b on Tuesday 09:00 (24 h, worked 6.5), c reopened after its closure at 10 h by
 * the clock and closed again on Thursday, d open, e suspended from 10:00 on, f voided.
 */
const CURVES = `query Curves($at: Instant, $max: Int! = 50) { completionCurves(by: [DEPARTMENT, SERVICE_ITEM], at: $at) {
  total { received closed open median { ms } closedOnly { n p50 { ms } } } totalCount
  edges { node { group { dimension value } median { ms } observedFor { ms } promised: withinLimit { share requests onTime undecided } points(max: $max) { time { ms } done open atRisk closures } } } } }`;

describe('time to the first closure', () => {
  let hall: SmallHall;
  let beforeLate = '';
  beforeAll(async () => {
    hall = await SmallHall.open('03-16 09:00');
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) await hall.receive(id, '03-02 09:00');
    await hall.complete('a', '03-02 10:00', 'intake');
    await hall.complete('b', '03-03 09:00', 'intake');
    await hall.transfer('c', '03-02 09:30', 'intake', 'planning');
    await hall.complete('c', '03-02 19:00', 'planning');
    await hall.say('c', 'ReopenRequest', '03-04 09:00', 'intake', { reasonCode: 'COMPLAINT' });
    await hall.complete('c', '03-05 09:00', 'planning');
    await hall.say('e', 'SuspendRequest', '03-02 10:00', 'intake', { cause: 'APPLICANT' });
    await hall.complete('f', '03-02 09:10', 'intake');
    beforeLate = await hall.say('f', 'VoidRequest', '03-02 09:20', 'intake', {});
  });
  afterAll(() => hall.side.stop());

  async function ask(now: string, question: Partial<FigureQuestion> = {}, axis: TimeAxis = 'LEAD') {
    await hall.side.readModel.caughtUp();
    const asked: FigureQuestion = {
      fromMs: 86_400_000, toMs: at('12-31 00:00'), atMs: at(now), asKnownAt: null, hotPotatoMs: 0, filter: {}, within: EVERYWHERE, pseudonymous: false, by: [], ...question,
    };
    const scope = await scopeOf(hall.side.readModel, asked, at(now));
    const curves = await completionCurves(hall.side.readModel, scope, axis);
    return { scope, curves, within: (limit: LimitName) => doneWithinLimit(hall.side.readModel, scope, limit), closed: await closedOnly(hall.side.readModel, scope, axis) };
  }
  const rows = async (now: string, axis: TimeAxis) => (await ask(now, {}, axis)).curves.get(null)!.rows.map(({ time, events, censored }) => [time / HOUR, events, censored]);

  it('is by the clock, with the open ones censored, the reopened one done and the voided one out', async () => {
    expect(await rows('03-04 09:00', 'LEAD')).toEqual([[1, 1, 0], [10, 1, 0], [24, 1, 0], [48, 0, 2]]);
    expect(await rows('03-06 09:00', 'LEAD')).toEqual([[1, 1, 0], [10, 1, 0], [24, 1, 0], [96, 0, 2]]);
  });

  it('is in working time, with a suspension out', async () => {
    // c worked 0.5 h at the intake and 3 + 3 to the bell; d two days; e one hour.
    expect(await rows('03-04 09:00', 'PROCESSING')).toEqual([[1, 1, 1], [6.5, 2, 0], [13, 0, 1]]);
  });

  it('is as it stood at an instant of the past: not yet received is not there, closed later was open', async () => {
    expect(await rows('03-02 12:00', 'LEAD')).toEqual([[1, 1, 0], [3, 0, 4]]);
    expect(await rows('03-02 12:00', 'PROCESSING')).toEqual([[1, 1, 1], [3, 0, 3]]);
    expect((await ask('03-02 08:00')).curves.size).toBe(0);
  });

  it('does not look better for the months in which most are open still', async () => {
    // Of five one was done after an hour and four wait: the closed ones alone say one hour, the curve that it is not known.
    const early = await ask('03-02 12:00');
    expect(early.closed.get(null)).toMatchObject({ n: 1, p50Ms: HOUR });
    expect(quantileOf(early.curves.get(null)!, HALF)).toBeNull();
    const later = await ask('03-04 09:00');
    expect(later.closed.get(null)).toMatchObject({ n: 3, p50Ms: 10 * HOUR, maxMs: BigInt(24 * HOUR) });
    expect(quantileOf(later.curves.get(null)!, HALF)).toBe(24 * HOUR);
  });

  it('is by who took it first, and adds up to all', async () => {
    const by: readonly Dimension[] = ['DEPARTMENT'];
    const { curves } = await ask('03-04 09:00', { by });
    expect([...curves.keys()]).toEqual(expect.arrayContaining([null, 'intake']));
    expect([...curves].map(([, { n }]) => n)).toEqual([5, 5]);
  });

  it('says the share done within the limit, whatever of it is open', async () => {
    // Due on Monday the 9th at 17:00. On the 4th d has used 13 of 39 h, e stands still at 1: 3 of 5 done, the others not decided.
    // Budgets are 39 h from the 2nd: a 1/39, e+ 1/39, c 6.5/39 twice with b, d+ 13/39: 1/5, then 2 of 3 left: 1 - 4/5 × 1/3.
    const before = (await (await ask('03-04 09:00')).within('PROMISED')).get(null)!;
    expect(before).toEqual({ share: expect.closeTo(1 - (4 / 5) * (1 / 3), 12), n: 5, onTime: 3, undecided: 2 });
    // After the 9th d has failed: it was at risk all the time.
    const after = (await (await ask('03-10 09:00')).within('PROMISED')).get(null)!;
    expect(after).toEqual({ share: expect.closeTo(1 - (4 / 5) * (1 / 3), 12), n: 5, onTime: 3, undecided: 1 });
  });

  it('is told over GraphQL with its points, exact at each, beside the closed ones alone', async () => {
    const { total, totalCount, edges } = (await hall.side.ask(CURVES, { at: hallTime('03-04 09:00') })).completionCurves;
    expect([total, totalCount]).toEqual([
      { received: 5, closed: 3, open: 2, median: { ms: String(24 * HOUR) }, closedOnly: { n: 3, p50: { ms: String(10 * HOUR) } } }, 1,
    ]);
    const { group, median, observedFor, promised, points } = edges[0].node;
    expect([group, median.ms, observedFor.ms]).toEqual([
      [{ dimension: 'DEPARTMENT', value: 'intake' }, { dimension: 'SERVICE_ITEM', value: 'permit' }], String(24 * HOUR), String(48 * HOUR),
    ]);
    expect(promised).toMatchObject({ requests: 5, onTime: 3, undecided: 2 });
    expect(points).toEqual([[1, 0.2, 5], [10, 0.4, 4], [24, 0.6, 3]].map(([time, done, atRisk]) =>
      ({ time: { ms: String(time! * HOUR) }, done, open: 1 - done!, atRisk, closures: 1 })));
    const two = (await hall.side.ask(CURVES, { at: hallTime('03-04 09:00'), max: 2 })).completionCurves.edges[0].node.points;
    expect(two).toEqual([points[0], points[2]]);
  });

  it('refuses what would be too much, and says what to ask instead', async () => {
    const { scope } = await ask('03-04 09:00');
    await expect(assertCohort(hall.side.readModel, scope, 4)).rejects.toThrow(/More than 4 requests .* 该时段收件超过 4 件/);
    await expect(assertCohort(hall.side.readModel, scope, 5)).resolves.toBeUndefined();
    await expect(hall.side.ask(CURVES, { max: 501 })).rejects.toThrow(/TOO_MANY_POINTS/);
    await expect(hall.side.ask('{ completionCurves(first: 0) { totalCount } }')).rejects.toThrow(/BAD_USER_INPUT/);
    await expect(hall.side.ask('{ completionCurves(by: [DAY, MONTH]) { totalCount } }')).rejects.toThrow(/ONE_TIME_DIMENSION/);
  });

  it('is as it was known then, to the digit, whatever came late', async () => {
    const then = await ask('03-04 09:00', { asKnownAt: { position: BigInt(beforeLate) } });
    await hall.complete('d', '03-03 11:00', 'intake');
    const now = await ask('03-04 09:00');
    expect(now.curves.get(null)!.rows).not.toEqual(then.curves.get(null)!.rows);
    expect(quantileOf(now.curves.get(null)!, HALF)).toBe(24 * HOUR);
    const again = await ask('03-04 09:00', { asKnownAt: { position: BigInt(beforeLate) } });
    expect(again.curves).toEqual(then.curves);
    expect(await again.within('PROMISED')).toEqual(await then.within('PROMISED'));
  });
});
