import { dueOf } from '../../../src/working-time/due.js';
import type { ClockHistory, Limit } from '../../../src/working-time/limit.js';
import { validateLimit } from '../../../src/working-time/limit-rules.js';
import { at, calendarOf, chineseHall, HOUR_MS } from './calendars.js';

const utc = calendarOf('UTC', 'Mon-Fri 08:00-18:00'); // 2026-03-02 is a Monday
const days = (amount: number): Limit => ({ unit: 'WORKING_DAY', amount });
const hours = (amount: number): Limit => ({ unit: 'WORKING_HOUR', amount });
const instant = (dueAt: string): Limit => ({ unit: 'INSTANT', dueAt: `2026-03-${dueAt}:00.000Z` });
const march = (time: string): number => at(`2026-03-${time}:00.000Z`);
const paused = (from: string, until: string | null) =>
  ({ fromMs: march(from), untilMs: until === null ? null : march(until), cause: 'APPLICANT' }) as const;
const clock = (
  start: string,
  suspensions: ClockHistory['suspensions'] = [],
  extensions: ClockHistory['extensions'] = [],
): ClockHistory => ({
  startMs: march(start),
  suspensions,
  extensions,
});
const dueText = (limit: Limit, history: ClockHistory, calendar = utc): string | null => {
  const { dueMs } = dueOf(limit, history, calendar);
  return dueMs === null ? null : new Date(dueMs).toISOString().slice(8, 16);
};

describe('a limit in working hours', () => {
  it('may be a fraction of an hour', () => {
    expect(dueText(hours(0.5), clock('02T17:45'))).toBe('03T08:15');
    expect(dueOf(hours(1 / 7), clock('02T09:00'), utc).dueMs).toBe(march('02T09:00') + 514_286); // 514,285.714… ms
  });

  it('is moved by the working time of a suspension and by an extension', () => {
    expect(dueText(hours(4), clock('02T09:00', [paused('02T10:00', '02T12:00')]))).toBe('02T15:00');
    expect(dueText(hours(4), clock('02T09:00', [paused('02T10:00', '02T12:00')], [{ atMs: march('02T09:30'), amount: 4 }]))).toBe(
      '03T09:00',
    );
  });
});

describe('a limit in working days', () => {
  it('does not count the first day, also when it is received on a day off', () => {
    expect(dueText(days(1), clock('02T09:00'))).toBe('03T18:00');
    expect(dueText(days(1), clock('07T09:00'))).toBe('09T18:00');
  });

  it('done on the spot ends with the day, or with the next one from the millisecond after closing', () => {
    expect(dueText(days(0), clock('02T18:00'))).toBe('02T18:00');
    expect(dueText(days(0), { ...clock('02T18:00'), startMs: march('02T18:00') + 1 })).toBe('03T18:00');
    expect(dueText(days(0), clock('06T19:00', [], [{ atMs: march('06T19:00'), amount: 2 }]))).toBe('11T18:00');
    expect(dueText(days(0), clock('02T09:00', [paused('02T10:00', '04T10:00')]))).toBe('04T18:00');
  });

  it('is moved by a short suspension over midnight without any working time', () => {
    expect(dueText(days(1), clock('02T09:00', [paused('02T23:00', '03T01:00')]))).toBe('04T18:00');
  });
});

describe('a limit in calendar days', () => {
  const calendarDays = (amount: number): Limit => ({ unit: 'CALENDAR_DAY', amount });

  it('ends with business hours and not on a day off', () => {
    expect(dueText(calendarDays(3), clock('02T09:00'))).toBe('05T18:00');
    expect(dueText(calendarDays(5), clock('02T09:00'))).toBe('09T18:00');
  });

  it('never ends before it began', () => {
    expect(dueText(calendarDays(0), clock('02T18:00'))).toBe('02T18:00');
    expect(dueText(calendarDays(0), clock('02T18:01'))).toBe('03T18:00');
  });

  it('is moved by the dates of a suspension', () => {
    expect(dueText(calendarDays(2), clock('02T09:00', [paused('03T23:00', '05T01:00')]))).toBe('06T18:00');
  });
});

describe('an explicit due instant', () => {
  it('stands as it is, also outside the opening hours', () => {
    expect(dueText(instant('07T10:00'), clock('02T09:00'))).toBe('07T10:00');
    expect(dueText(instant('07T10:00'), clock('02T09:00', [paused('04T19:00', '04T21:00')]))).toBe('07T10:00');
  });

  it('is moved by the working time of a suspension', () => {
    expect(dueText(instant('06T16:00'), clock('02T09:00', [paused('05T09:00', '05T12:00')]))).toBe('09T09:00');
  });

  it('is replaced by an extension without losing an earlier suspension', () => {
    const extended = { atMs: march('06T08:00'), dueAt: '2026-03-10T10:00:00.000Z' };
    expect(dueText(instant('06T16:00'), clock('02T09:00', [], [extended]))).toBe('10T10:00');
    expect(dueText(instant('06T16:00'), clock('02T09:00', [paused('05T09:00', '05T12:00')], [extended]))).toBe('10T13:00');
  });

  it('may lie before the start: late at once, with a budget below zero', () => {
    const due = dueOf(instant('02T12:00'), clock('03T09:00'), utc);
    expect([due.dueMs, due.budgetMs]).toEqual([march('02T12:00'), -7 * HOUR_MS]);
  });
});

describe('a suspension', () => {
  it('counts when it begins at the due instant, and not a millisecond later', () => {
    const from = march('06T18:00');
    const until = march('09T09:00');
    const suspended = (fromMs: number) => clock('05T10:00', [{ fromMs, untilMs: until, cause: 'STATUTORY' }]);
    expect(dueText(days(1), suspended(from))).toBe('09T18:00');
    expect(dueText(days(1), suspended(from + 1))).toBe('06T18:00');
  });

  it('is judged by the extensions granted until it began, and not by later ones', () => {
    const suspended = [paused('09T09:00', '11T09:00')];
    expect(dueText(days(1), clock('05T10:00', suspended, [{ atMs: march('09T09:00'), amount: 2 }]))).toBe('12T18:00');
    expect(dueText(days(1), clock('05T10:00', suspended, [{ atMs: march('09T09:01'), amount: 2 }]))).toBe('10T18:00');
  });

  it('is judged by the suspensions before it that counted', () => {
    expect(dueText(days(1), clock('02T09:00', [paused('03T09:00', '05T09:00'), paused('05T10:00', '06T10:00')]))).toBe('06T18:00');
    expect(dueText(days(1), clock('02T09:00', [paused('04T09:00', '05T09:00'), paused('05T10:00', '06T10:00')]))).toBe('03T18:00');
  });

  it('that runs makes the due instant unknown and leaves the budget known', () => {
    const due = dueOf(hours(8), clock('02T09:00', [paused('02T11:00', '02T13:00'), paused('02T15:00', null)]), utc);
    const used = utc.workingMsUpTo(march('02T09:00')) + 2 * HOUR_MS;
    expect(due).toEqual({ dueMs: null, provisional: false, usedFromW: used, budgetMs: 8 * HOUR_MS, stoppedAtMs: march('02T15:00') });
  });

  it('that runs but began too late leaves the request overdue', () => {
    const due = dueOf(days(1), clock('02T09:00', [paused('04T09:00', null)]), utc);
    expect([due.dueMs, due.stoppedAtMs]).toEqual([march('03T18:00'), null]);
  });

  it('counts from the start of the clock on when it began before it', () => {
    expect(dueText(hours(4), clock('03T09:00', [paused('02T10:00', '02T12:00')]))).toBe('03T13:00');
    expect(dueText(hours(4), clock('03T09:00', [paused('02T10:00', '03T12:00')]))).toBe('03T16:00');
    expect(dueText(days(1), clock('04T09:00', [paused('02T10:00', '03T12:00')]))).toBe('05T18:00');
    expect(dueOf(hours(4), clock('03T09:00', [paused('02T10:00', null)]), utc).stoppedAtMs).toBe(march('03T09:00'));
  });
});

describe('a due instant', () => {
  it('has a budget in working time, suspensions left out', () => {
    const due = dueOf(days(2), clock('02T09:00', [paused('02T10:00', '03T09:00')]), utc);
    expect(due.dueMs).toBe(march('05T18:00'));
    expect(due.budgetMs).toBe((9 + 10 + 10 + 10 - 9) * HOUR_MS); // Monday 9 h left, three whole days, less 8 h + 1 h suspended
  });

  it('is provisional after the last announced date', () => {
    const hall = chineseHall();
    const from = (amount: number) => dueOf(days(amount), { startMs: at('2026-12-30T02:00:00Z'), suspensions: [], extensions: [] }, hall);
    expect(from(1)).toMatchObject({ dueMs: at('2026-12-31T09:00:00Z'), provisional: false });
    expect(from(2)).toMatchObject({ dueMs: at('2027-01-01T09:00:00Z'), provisional: true });
    const running = { fromMs: at('2026-12-30T03:00:00Z'), untilMs: null, cause: 'APPLICANT' } as const;
    const stopped = { startMs: at('2026-12-30T02:00:00Z'), suspensions: [running], extensions: [] };
    expect(dueOf(days(2), stopped, hall)).toMatchObject({ dueMs: null, provisional: false });
    expect(dueOf(days(4000), clock('02T09:00'), utc).provisional).toBe(false);
  });

  it('beyond the horizon throws, and so does an extension in another form than the limit', () => {
    expect(() => dueOf(days(40_000), clock('02T09:00'), utc)).toThrow(/answers from 1970-01-01 to 2100-12-31/);
    const amount = { atMs: march('02T10:00'), amount: 1 };
    expect(() => dueOf(instant('06T16:00'), clock('02T09:00', [], [amount]), utc)).toThrow(TypeError);
    const dueAt = { atMs: march('02T10:00'), dueAt: '2026-03-10T10:00:00.000Z' };
    expect(() => dueOf(days(1), clock('02T09:00', [], [dueAt]), utc)).toThrow('An extension does not fit a limit in WORKING_DAY');
  });
});

describe('the rules of a limit', () => {
  const dueAt = (text: string): Limit => ({ unit: 'INSTANT', dueAt: text });

  it.each([hours(0.5), hours(10_000), days(0), days(3660), dueAt('1970-01-02T00:00:00.000Z'), dueAt('2100-12-30T23:59:59.999Z')])(
    'accept %j',
    (limit) => {
      expect(validateLimit(limit)).toBeNull();
    },
  );

  it.each([
    [hours(0), 'hours must be above 0 and at most 10000'],
    [hours(10_001), 'hours must be above 0 and at most 10000'],
    [hours(NaN), 'hours must be above 0 and at most 10000'],
    [days(-1), 'days must be a whole number from 0 to 3660'],
    [days(1.5), 'days must be a whole number from 0 to 3660'],
    [days(3661), 'days must be a whole number from 0 to 3660'],
    [dueAt('9999-12-31T00:00:00.000Z'), 'the due instant must be from 1970-01-02 to 2100-12-30'],
    [dueAt('1969-12-31T00:00:00.000Z'), 'the due instant must be from 1970-01-02 to 2100-12-30'],
    [dueAt('soon'), 'the due instant is not an instant'],
  ])('refuse %j', (limit, sentence) => {
    expect(validateLimit(limit)).toBe(sentence);
  });
});
