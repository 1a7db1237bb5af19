import { dueOf } from '../../../src/working-time/due.js';
import { localDayOf } from '../../../src/working-time/local-day.js';
import { at, calendarOf, HOUR_MS } from './calendars.js';

const hoursBetween = (zone: string, week: string, from: string, until: string): number => {
  const calendar = calendarOf(zone, week);
  return (calendar.workingMsUpTo(at(until)) - calendar.workingMsUpTo(at(from))) / HOUR_MS;
};

describe('a day with a change of summer time', () => {
  const always = 'daily 00:00-24:00';

  it('has the hours that really pass', () => {
    expect(hoursBetween('America/New_York', always, '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z')).toBe(23);
    expect(hoursBetween('America/New_York', always, '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z')).toBe(25);
    expect(hoursBetween('Australia/Lord_Howe', always, '2026-04-04T13:00:00Z', '2026-04-05T13:30:00Z')).toBe(24.5);
  });

  const sunday = (span: string): string => `Sun ${span}`;
  const spring = (span: string) => hoursBetween('America/New_York', sunday(span), '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z');
  const autumn = (span: string) => hoursBetween('America/New_York', sunday(span), '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z');

  it('shortens, swallows or leaves a span where the clock jumps from 02:00 to 03:00', () => {
    expect(spring('01:00-03:00')).toBe(1);
    expect(spring('01:00-04:00')).toBe(2);
    expect(spring('02:15-02:45')).toBe(0);
    expect(spring('02:30-10:00')).toBe(7);
    expect(spring('02:15-02:45 03:00-04:00')).toBe(1);
    expect(spring('09:00-17:00')).toBe(8);
  });

  it('stretches a span where the hour from 01:00 to 02:00 comes twice, from the first reading on', () => {
    expect(autumn('01:30-02:30')).toBe(2);
    expect(autumn('00:30-01:30')).toBe(1);
    expect(autumn('00:00-04:00')).toBe(5);
  });

  it('is no working day when its only span is swallowed', () => {
    const calendar = calendarOf('America/New_York', 'Sun 02:15-02:45');
    const [saturday, sundayNoon] = [at('2026-03-07T12:00:00Z'), at('2026-03-08T16:00:00Z')];
    expect(calendar.workingDaysUpTo(sundayNoon) - calendar.workingDaysUpTo(saturday)).toBe(0);
    expect(calendar.workingDaysUpTo(at('2026-03-15T16:00:00Z')) - calendar.workingDaysUpTo(saturday)).toBe(1);
  });

  it('is counted in China from 1986 to 1991', () => {
    expect(hoursBetween('Asia/Shanghai', always, '1988-04-16T16:00:00Z', '1988-04-17T15:00:00Z')).toBe(23);
    expect(hoursBetween('Asia/Shanghai', 'Mon-Fri 09:00-17:00', '1988-07-04T00:00:00Z', '1988-07-04T03:00:00Z')).toBe(3); // UTC+9
    expect(hoursBetween('Asia/Shanghai', 'Mon-Fri 09:00-17:00', '1992-07-06T00:00:00Z', '1992-07-06T03:00:00Z')).toBe(2); // UTC+8
  });
});

describe('a date that the zone skipped', () => {
  const apia = calendarOf('Pacific/Apia', 'Mon-Fri 09:00-17:00');
  const thursday = at('2011-12-29T20:00:00Z'); // 10:00 at UTC-10

  it('is neither worked nor counted: after Thursday 29 December 2011 comes Monday 2 January', () => {
    const limit = { unit: 'WORKING_DAY', amount: 1 } as const;
    const due = dueOf(limit, { startMs: thursday, suspensions: [], extensions: [] }, apia);
    expect(due.dueMs).toBe(at('2012-01-02T03:00:00Z')); // 17:00 at UTC+14
    expect(due.budgetMs).toBe(15 * HOUR_MS);
  });

  it('is described as absent', () => {
    expect(apia.describeDay(localDayOf('2011-12-30'))).toEqual({ kind: 'ABSENT', name: null });
    expect(apia.describeDay(localDayOf('2011-12-29')).kind).toBe('WORKING');
  });
});
