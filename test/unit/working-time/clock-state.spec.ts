import { remainingMs, stateOf, usedMs, usedShare } from '../../../src/working-time/clock-state.js';
import { dueOf } from '../../../src/working-time/due.js';
import { at, calendarOf, HOUR_MS } from './calendars.js';

const utc = calendarOf('UTC', 'Mon-Fri 08:00-18:00');
const march = (time: string): number => at(`2026-03-${time}Z`);

describe('the state of an open request', () => {
  const tenHours = dueOf({ unit: 'WORKING_HOUR', amount: 10 }, { startMs: march('02T08:00'), suspensions: [], extensions: [] }, utc);
  const state = (time: string) => stateOf(tenHours, utc, march(time), 0.9);

  it('is green, yellow from nine tenths of the budget, red after the due instant', () => {
    expect([state('02T08:00'), state('02T16:59:59.999')]).toEqual(['GREEN', 'GREEN']);
    expect([state('02T17:00'), state('02T18:00')]).toEqual(['YELLOW', 'YELLOW']);
    expect(state('02T18:00:00.001')).toBe('RED');
  });

  it('turns yellow at the share that the service item says', () => {
    expect(stateOf(tenHours, utc, march('02T13:00'), 0.5)).toBe('YELLOW');
    expect(stateOf(tenHours, utc, march('02T12:59:59.999'), 0.5)).toBe('GREEN');
  });

  it('leaves suspended time out of what is used', () => {
    const suspensions = [{ fromMs: march('02T09:00'), untilMs: march('02T11:00'), cause: 'STATUTORY' as const }];
    const due = dueOf({ unit: 'WORKING_HOUR', amount: 10 }, { startMs: march('02T08:00'), suspensions, extensions: [] }, utc);
    expect(usedMs(due, utc, march('02T13:00'))).toBe(3 * HOUR_MS);
    expect(usedShare(due, utc, march('02T13:00'))).toBe(0.3);
    expect(remainingMs(due, utc, march('02T13:00'))).toBe(7 * HOUR_MS);
  });

  it('is suspended while a suspension that counts runs, and what is left stands still', () => {
    const suspensions = [{ fromMs: march('02T12:00'), untilMs: null, cause: 'APPLICANT' as const }];
    const due = dueOf({ unit: 'WORKING_HOUR', amount: 10 }, { startMs: march('02T08:00'), suspensions, extensions: [] }, utc);
    expect(stateOf(due, utc, march('30T12:00'), 0.9)).toBe('SUSPENDED');
    expect([usedShare(due, utc, march('30T12:00')), remainingMs(due, utc, march('30T12:00'))]).toEqual([0.4, 6 * HOUR_MS]);
  });

  it('stays red while a suspension runs that began after the due instant', () => {
    const suspensions = [{ fromMs: march('03T12:00'), untilMs: null, cause: 'APPLICANT' as const }];
    const due = dueOf({ unit: 'WORKING_HOUR', amount: 10 }, { startMs: march('02T08:00'), suspensions, extensions: [] }, utc);
    expect(stateOf(due, utc, march('30T12:00'), 0.9)).toBe('RED');
  });

  it('counts a budget that is not above zero as used up', () => {
    const weekend = { startMs: march('07T10:00'), suspensions: [], extensions: [] };
    const due = dueOf({ unit: 'INSTANT', dueAt: '2026-03-08T10:00:00.000Z' }, weekend, utc);
    expect(due.budgetMs).toBe(0);
    expect(usedShare(due, utc, march('07T12:00'))).toBe(1);
    expect(stateOf(due, utc, march('07T12:00'), 0.9)).toBe('YELLOW');
    const past = dueOf({ unit: 'INSTANT', dueAt: '2026-03-06T10:00:00.000Z' }, weekend, utc);
    expect([past.budgetMs, usedShare(past, utc, march('07T12:00'))]).toEqual([-8 * HOUR_MS, 1]);
  });
});
