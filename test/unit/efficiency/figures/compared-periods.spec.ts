import { previousPeriod, shifted, shiftOf } from '../../../../src/efficiency/read-model/figures/compared-periods.js';
import { bucketKey, unitStart, type TimeUnit } from '../../../../src/efficiency/read-model/figures/time-buckets.js';
import { localDayOf } from '../../../../src/working-time/local-day.js';

const SHANGHAI = 'Asia/Shanghai';
/** '2026-03-01' is its midnight in Shanghai. */
const ms = (text: string): number => Date.parse(text.includes('T') ? text : `${text}T00:00:00+08:00`);
const range = (from: string, to: string) => ({ fromMs: ms(from), toMs: ms(to) });

describe('the period before', () => {
  it.each([
    ['a month', ['2026-03-01', '2026-04-01'], ['2026-02-01', '2026-03-01']],
    ['a quarter', ['2026-04-01', '2026-07-01'], ['2026-01-01', '2026-04-01']],
    ['a year', ['2025-01-01', '2026-01-01'], ['2024-01-01', '2025-01-01']],
    ['two months', ['2026-01-01', '2026-03-01'], ['2025-11-01', '2026-01-01']],
    ['an ISO week', ['2026-03-02', '2026-03-09'], ['2026-02-23', '2026-03-02']],
    ['ten days', ['2026-03-11', '2026-03-21'], ['2026-03-01', '2026-03-11']],
    ['an hour', ['2026-03-11T09:00:00+08:00', '2026-03-11T10:00:00+08:00'], ['2026-03-11T08:00:00+08:00', '2026-03-11T09:00:00+08:00']],
  ] as const)('of %s is as long by the calendar', (_what, [from, to], [before, end]) => {
    expect(previousPeriod(SHANGHAI, range(from, to))).toEqual(range(before, end));
  });

  it('of a week is seven local days, also when one of them has 23 hours', () => {
    const week = range('2026-03-09T00:00:00-04:00', '2026-03-16T00:00:00-04:00');
    expect(previousPeriod('America/New_York', week)).toEqual(range('2026-03-02T00:00:00-05:00', '2026-03-09T00:00:00-04:00'));
  });
});

describe('the period a year before', () => {
  const yearBefore = (from: string, to: string) => shifted(SHANGHAI, range(from, to), shiftOf('YEAR_BEFORE', 'YEAR'));
  it.each([
    ['a month', ['2026-03-01', '2026-04-01'], ['2025-03-01', '2025-04-01']],
    ['February of a leap year: the shorter one', ['2024-02-01', '2024-03-01'], ['2023-02-01', '2023-03-01']],
    ['February after a leap year: the longer one', ['2025-02-01', '2025-03-01'], ['2024-02-01', '2024-03-01']],
    ['29 February: the 28th', ['2024-02-29', '2024-03-01'], ['2023-02-28', '2023-03-01']],
    ['28 February: the 28th', ['2024-02-28', '2024-02-29'], ['2023-02-28', '2023-03-01']],
    ['days within months', ['2024-02-10', '2024-02-21'], ['2023-02-10', '2023-02-21']],
    ['hours', ['2024-02-29T10:00:00+08:00', '2024-02-29T12:00:00+08:00'], ['2023-02-28T10:00:00+08:00', '2023-02-28T12:00:00+08:00']],
  ] as const)('of %s', (_what, [from, to], [before, end]) => {
    expect(yearBefore(from, to)).toEqual(range(before, end));
  });
});

describe('the bucket that a bucket is compared with', () => {
  const compared = (unit: TimeUnit, date: string, comparison: 'PREVIOUS' | 'YEAR_BEFORE'): string =>
    bucketKey(unit, unitStart(unit, shiftOf(comparison, unit)(unitStart(unit, localDayOf(date)))));
  it.each([
    ['DAY', '2024-02-29', '2024-02-28', '2023-02-28'], ['DAY', '2026-01-01', '2025-12-31', '2025-01-01'],
    ['WEEK', '2026-03-04', '2026-W09', '2025-W10'], ['WEEK', '2026-12-31', '2026-W52', '2025-W52'], ['WEEK', '2027-01-05', '2026-W53', '2026-W01'],
    ['MONTH', '2026-03-31', '2026-02', '2025-03'], ['QUARTER', '2026-01-15', '2025-Q4', '2025-Q1'], ['YEAR', '2026-05-01', '2025', '2025'],
  ] as const)('%s of %s: before %s, a year before %s', (unit, date, before, yearBefore) => {
    expect([compared(unit, date, 'PREVIOUS'), compared(unit, date, 'YEAR_BEFORE')]).toEqual([before, yearBefore]);
  });
});
