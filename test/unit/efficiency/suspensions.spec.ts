import type { Limit } from '../../../src/working-time/limit.js';
import { hours, ms, Story } from '../../support/projected-story.js';

const DAYS: Limit = { unit: 'WORKING_DAY', amount: 5 };
const HOURS: Limit = { unit: 'WORKING_HOUR', amount: 20 };
const told = (promisedLimit: Limit | null, from: string, until: string): Story => new Story({ promisedLimit }).received('03-02 09:00', 'A')
  .then('RequestSuspended', from, 'A', { cause: 'APPLICANT' }).then('RequestResumed', until, 'A');
const moves = ({ facts }: Story) => facts.suspensions.map(({ workingMs, movedDue }) => [workingMs, movedDue]);

/** Mon-Fri 09:00-12:00 and 13:30-17:00; the 2nd of March is a Monday. */
describe('a suspension that moved a due instant', () => {
  it('may have no working time, because days are counted whole: from the bell to the next opening', () => {
    const story = told(DAYS, '03-03 17:00', '03-04 09:00');
    expect(moves(story)).toEqual([[0, true]]);
    // The fifth working day after the 2nd is the 9th; with a day in between the 10th.
    expect(story.facts.dues.map(({ sinceMs, dueMs }) => [sinceMs, dueMs])).toEqual([
      [ms('03-02 09:00'), ms('03-09 17:00')], [ms('03-03 17:00'), null], [ms('03-04 09:00'), ms('03-10 17:00')],
    ]);
  });

  it('has working time where the limit is in hours', () => {
    expect(moves(told(HOURS, '03-03 17:00', '03-04 09:00'))).toEqual([[0, false]]);
    expect(moves(told(HOURS, '03-03 16:30', '03-04 09:00'))).toEqual([[hours(0.5), true]]);
  });

  it('is none within one day, none after the due instant, and none without a limit', () => {
    expect(moves(told(DAYS, '03-03 10:00', '03-03 11:00'))).toEqual([[hours(1), false]]);
    expect(moves(told(DAYS, '03-09 17:01', '03-10 09:00'))).toEqual([[0, false]]);
    expect(moves(told(null, '03-03 17:00', '03-04 09:00'))).toEqual([[0, false]]);
  });

  it('may begin with the receipt itself, and one after the other at one instant', () => {
    expect(moves(told(DAYS, '03-02 09:00', '03-03 09:00'))).toEqual([[hours(6.5), true]]);
    const again = told(DAYS, '03-03 17:00', '03-04 09:00').then('RequestSuspended', '03-04 09:00', 'A', { cause: 'STATUTORY' }).then('RequestResumed', '03-04 10:00', 'A');
    expect(moves(again)).toEqual([[0, true], [hours(1), false]]);
  });

  it('is not one during which an extension moved it', () => {
    const story = new Story({ promisedLimit: HOURS }).received('03-02 09:00', 'A').then('RequestSuspended', '03-03 17:00', 'A', { cause: 'APPLICANT' })
      .then('LimitExtended', '03-03 18:00', 'A', { limit: 'PROMISED', amount: 4, approver: 'S' }).then('RequestResumed', '03-04 09:00', 'A');
    expect(moves(story)).toEqual([[0, false]]);
  });
});

describe('what a hot spot is told by', () => {
  it('is the steps of the work in the order of their instants, a late one in its place', () => {
    const story = new Story({ route: ['A', 'B'] }).received('03-02 09:00', 'A').then('ProgressRecorded', '03-02 11:00', 'A', { step: 'drafted', officerId: 'a1' })
      .then('ProgressRecorded', '03-02 10:00', 'A', { step: 'checked' });
    expect(story.facts.progress).toEqual([
      { department: 'A', officer: null, atMs: ms('03-02 10:00'), step: 'checked' }, { department: 'A', officer: 'a1', atMs: ms('03-02 11:00'), step: 'drafted' },
    ]);
    expect(story.facts.receipts[0]!.route).toBe('["A","B"]');
  });

  it('is a transfer that nobody has answered, until any act of the receiver', () => {
    const pending = (story: Story) => story.facts.tails[0]!.pendingSinceMs;
    const story = new Story().received('03-02 09:00', 'A').transferred('03-02 10:00', 'A', 'B');
    expect(pending(story)).toBe(ms('03-02 10:00'));
    expect(pending(story.then('ProgressRecorded', '03-02 11:00', 'B', { step: 'begun' }))).toBeNull();
  });

  it('is where a stopped clock stopped, in working time', () => {
    const story = told(DAYS, '03-03 10:00', '03-03 11:00');
    const stops = story.facts.dues.map(({ stoppedW, usedFromW }) => (stoppedW === null ? null : stoppedW - usedFromW!));
    expect(stops).toEqual([null, hours(7.5), null]);
  });
});
