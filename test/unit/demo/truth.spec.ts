import type { PlannedClosure, PlannedStay, RequestTruth } from '../../../src/demo/plan.js';
import { truthOf, type DemoTruth } from '../../../src/demo/truth.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const RECEIVED = Date.parse('2026-03-02T01:00:00.000Z');

const stay = (departmentId: string, workingMs: number, rest: Partial<PlannedStay> = {}): PlannedStay => ({
  departmentId, workingMs, handoverMs: 0, progress: false, end: { kind: 'TRANSFER', ruling: null }, ...rest,
});
const closed = (departmentId: string, workingMs: number, closure: Partial<PlannedClosure> = {}): PlannedStay =>
  stay(departmentId, workingMs, { end: { kind: 'CLOSURE', closure: {
    closedMs: RECEIVED + DAY, promised: 'ON_TIME', statutory: 'NO_LIMIT', promisedDueMs: null, statutoryDueMs: null, rating: null, reopenedMs: null, ...closure,
  } } });
const truthFor = (stays: readonly PlannedStay[], change: Partial<RequestTruth> = {}): DemoTruth =>
  truthOf([{ truth: { serviceItemCode: 'x', route: [], receivedMs: RECEIVED, voided: false, stays, ...change } }]);

describe('the truth of a planned request', () => {
  it('counts A B A B C A without a route as the specification does', () => {
    const truth = truthFor([...'ABABC'].map((id) => stay(id, HOUR)).concat(closed('A', HOUR)));
    expect(truth.totals).toMatchObject({ transfersOut: 5, transfersIn: 5, returns: 3, pingPongs: 2, buckPasses: 5, planned: 0, hotPotatoes: 0 });
    expect(truth.departments).toMatchObject({
      A: { received: 1, transfersOut: 2, transfersIn: 2, buckPasses: 2, returns: 1, pingPongs: 1, closures: 1 },
      B: { transfersOut: 2, transfersIn: 2, buckPasses: 2, returns: 1, pingPongs: 1 },
      C: { transfersOut: 1, transfersIn: 1, buckPasses: 1, returns: 1, pingPongs: 0 },
    });
    expect(truth.pingPongPairs).toEqual({ 'A|B': 2 });
  });

  it('counts a refusal as transfer, return, ping-pong and buck-pass of the refuser, though the transfer was planned', () => {
    const { departments } = truthFor(
      [stay('A', HOUR), stay('B', 2 * HOUR, { handoverMs: 2 * HOUR, end: { kind: 'REFUSAL', ruling: null } }), closed('A', HOUR)],
      { route: ['A', 'B'] },
    );
    expect(departments.A).toMatchObject({ planned: 1, transfersOut: 1, transfersIn: 1, buckPasses: 0 });
    expect(departments.B).toMatchObject({ refusals: 1, transfersOut: 1, returns: 1, pingPongs: 1, buckPasses: 1, hotPotatoes: 0, handoverMs: 2 * HOUR });
  });

  it('calls a refusal neither hot potato nor planned, however short and wherever the route leads', () => {
    const { departments } = truthFor([stay('A', HOUR), stay('B', MINUTE, { end: { kind: 'REFUSAL', ruling: null } }), closed('A', HOUR)], { route: ['B', 'A'] });
    expect(departments.B).toMatchObject({ hotPotatoes: 0, planned: 0, buckPasses: 1 });
  });

  it('leaves both hops of a recall out, and counts the recall and the holdings', () => {
    const { departments, totals } = truthFor([stay('A', HOUR), stay('B', MINUTE, { end: { kind: 'RECALL' } }), stay('A', HOUR), closed('C', HOUR)]);
    expect(totals).toMatchObject({ transfersOut: 1, returns: 0, pingPongs: 0, recalls: 1 });
    expect(departments.A).toMatchObject({ recalls: 1, transfersOut: 1 });
    expect(departments.B).toMatchObject({ transfersIn: 0, transfersOut: 0, holdingMs: [MINUTE] });
  });

  it('never calls a planned transfer backwards', () => {
    const { totals } = truthFor([stay('A', HOUR), stay('B', HOUR), closed('A', HOUR)], { route: ['A', 'B'] });
    expect(totals).toMatchObject({ planned: 1, buckPasses: 1, returns: 1 });
  });

  it.each([
    ['a second under half an hour', 30 * MINUTE - 1000, {}, [], 1],
    ['half an hour', 30 * MINUTE, {}, [], 0],
    ['progress recorded', MINUTE, { progress: true }, [], 0],
    ['a planned transfer', MINUTE, {}, ['A', 'B'], 0],
  ] as const)('with %s counts %i ms as hot potato or not', (_case, ms, change, route, hotPotatoes) => {
    expect(truthFor([stay('A', ms, change), closed('B', HOUR)], { route }).totals).toMatchObject({ hotPotatoes });
  });

  it('lets a ruling override either way, in the figure after rulings only', () => {
    const { totals } = truthFor(
      [stay('A', HOUR, { end: { kind: 'TRANSFER', ruling: 'BUCK_PASSING' } }), stay('B', HOUR), stay('C', HOUR, { end: { kind: 'TRANSFER', ruling: 'JUSTIFIED' } }), closed('D', HOUR)],
      { route: ['A', 'B'] },
    );
    expect(totals).toMatchObject({ planned: 1, buckPasses: 2, buckPassesAfterRulings: 2 });
  });

  it.each([[15 * DAY, 0], [15 * DAY + 1, 1]])('reopened %i ms after the closure gives %i first-inquiry completions', (afterMs, count) => {
    const truth = truthFor([closed('A', HOUR, { reopenedMs: RECEIVED + DAY + afterMs }), stay('A', HOUR, { end: null })]);
    expect(truth.totals).toMatchObject({ firstInquiryCompletions: count, reopenings: 1, open: 1 });
  });

  it('counts no first-inquiry completion once it was passed on, be it after the closure', () => {
    const stays = [closed('A', HOUR, { reopenedMs: RECEIVED + 40 * DAY }), stay('A', HOUR), closed('B', HOUR)];
    expect(truthFor(stays).totals.firstInquiryCompletions).toBe(0);
  });

  it('counts processing from the receipt to each closure, and lead time without the time it was closed', () => {
    const first = closed('A', 2 * HOUR, { promised: 'LATE', reopenedMs: RECEIVED + 4 * DAY, rating: 2 });
    const second = closed('B', 5 * HOUR, { closedMs: RECEIVED + 6 * DAY, statutory: 'LATE', promised: 'NO_LIMIT', rating: 5 });
    const { totals } = truthFor([first, stay('A', 3 * HOUR), { ...second, handoverMs: HOUR }]);
    expect(totals).toMatchObject({
      processingMs: [2 * HOUR, 10 * HOUR], leadMs: [DAY, 3 * DAY], holdingMs: [2 * HOUR, 3 * HOUR, 5 * HOUR],
      holdingMsToLastClosure: 9 * HOUR, handoverMsToLastClosure: HOUR, promisedLate: 1, promisedWithoutLimit: 1,
      statutoryLate: 1, statutoryWithoutLimit: 1, closures: 2, reopenings: 1, ratings: 2, badRatings: 1, ratingSum: 7, open: 0,
    });
  });

  it('leaves the open end out of what is counted up to the last closure, and the unended stay out of the holdings', () => {
    const stays = [closed('A', HOUR, { reopenedMs: RECEIVED + 2 * DAY }), stay('A', HOUR), stay('B', HOUR, { handoverMs: MINUTE, end: null })];
    expect(truthFor(stays).totals).toMatchObject({ holdingMs: [HOUR, HOUR], holdingMsToLastClosure: HOUR, handoverMs: MINUTE, handoverMsToLastClosure: 0, open: 1 });
  });

  it('keeps a voided request out of every figure', () => {
    expect(truthFor([closed('A', HOUR)], { voided: true })).toMatchObject({ requests: 0, voided: 1, departments: {}, totals: { received: 0, closures: 0 } });
  });
});
