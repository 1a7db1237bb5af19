import { compileCalendar } from '../../../src/working-time/compile-calendar.js';
import { localDayOf } from '../../../src/working-time/local-day.js';
import { parseWeek } from '../../../src/working-time/parse-week.js';
import { at, calendarOf, chineseHall, defineCalendar, HOUR_MS } from './calendars.js';

const SPLIT_DAY = 'Mon-Fri 09:00-12:00 13:30-17:00';
/** Working hours between two instants. */
const hours = (calendar: ReturnType<typeof calendarOf>, from: string, until: string): number =>
  (calendar.workingMsUpTo(at(until)) - calendar.workingMsUpTo(at(from))) / HOUR_MS;

describe('a compiled calendar', () => {
  const utc = calendarOf('UTC', SPLIT_DAY);

  it('counts nothing at night, at noon and on the weekend', () => {
    expect(hours(utc, '2026-03-02T12:00:00Z', '2026-03-02T13:30:00Z')).toBe(0);
    expect(hours(utc, '2026-03-06T17:00:00Z', '2026-03-09T09:00:00Z')).toBe(0);
    expect(hours(utc, '2026-03-02T11:00:00Z', '2026-03-02T14:00:00Z')).toBe(1.5);
    expect(hours(utc, '2026-03-02T00:00:00Z', '2026-03-09T00:00:00Z')).toBe(32.5);
  });

  it('counts every millisecond when it is always open', () => {
    const always = calendarOf('UTC', 'daily 00:00-24:00');
    expect(always.workingMsUpTo(1_773_000_000_123) - always.workingMsUpTo(1_300_000_000_001)).toBe(472_999_999_999 + 123);
    expect(always.workingMsUpTo(0)).toBe(0);
  });

  it('answers the earliest instant: the end of a span, not the start of the next one', () => {
    const closing = at('2026-03-06T17:00:00Z');
    expect(utc.earliestInstantWith(utc.workingMsUpTo(at('2026-03-08T12:00:00Z')))).toBe(closing);
    expect(utc.earliestInstantWith(utc.workingMsUpTo(closing) + 1)).toBe(at('2026-03-09T09:00:00.001Z'));
  });

  it('reaches 4 h from Monday 17:00 on Tuesday 11:00, and 8 h from 09:00 in a day of 8 h on the same day', () => {
    const long = calendarOf('UTC', 'Mon-Fri 08:00-18:00');
    expect(long.earliestInstantWith(long.workingMsUpTo(at('2026-03-02T17:00:00Z')) + 4 * HOUR_MS)).toBe(at('2026-03-03T11:00:00Z'));
    const office = calendarOf('UTC', 'Mon-Fri 09:00-17:00');
    expect(office.earliestInstantWith(office.workingMsUpTo(at('2026-03-02T09:00:00Z')) + 8 * HOUR_MS)).toBe(at('2026-03-02T17:00:00Z'));
  });

  it('counts working days by the local date, the whole day through', () => {
    const shanghai = calendarOf('Asia/Shanghai', SPLIT_DAY);
    const days = (from: string, until: string) => shanghai.workingDaysUpTo(at(until)) - shanghai.workingDaysUpTo(at(from));
    expect(days('2026-03-01T15:59:59.999Z', '2026-03-01T16:00:00Z')).toBe(1); // Sunday to Monday, Shanghai time
    expect(days('2026-03-01T16:00:00Z', '2026-03-02T15:59:59.999Z')).toBe(0);
    expect(days('2026-03-05T16:00:00Z', '2026-03-08T15:59:59.999Z')).toBe(0); // Friday to Sunday
  });

  it('takes each week from its date on', () => {
    const summer = parseWeek('Mon-Fri 08:00-14:00');
    const calendar = calendarOf('UTC', 'Mon-Fri 09:00-17:00', {
      weeks: [
        { effectiveFrom: null, week: parseWeek('Mon-Fri 09:00-17:00') },
        { effectiveFrom: '2026-06-02', week: summer },
      ],
    });
    expect(hours(calendar, '2026-06-01T00:00:00Z', '2026-06-02T00:00:00Z')).toBe(8);
    expect(hours(calendar, '2026-06-02T00:00:00Z', '2026-06-03T00:00:00Z')).toBe(6);
  });

  it('switches a date off, on, or to other hours', () => {
    const overrides = {
      '2026-03-04': { spans: [] },
      '2026-03-05': { spans: [{ from: '09:00', until: '10:00' }] },
      '2026-03-07': { spans: [{ from: '09:00', until: '11:00' }] },
    };
    const calendar = calendarOf('UTC', 'Mon-Fri 09:00-17:00', { overrides });
    expect(hours(calendar, '2026-03-02T00:00:00Z', '2026-03-09T00:00:00Z')).toBe(24 + 1 + 2);
  });

  it('knows the Chinese make-up days whose notice stands in the next year and the ones of the same year', () => {
    const hall = chineseHall();
    expect(hours(hall, '2006-12-29T16:00:00Z', '2006-12-30T16:00:00Z')).toBe(6.5); // a Saturday, in the list of 2007
    expect(hours(hall, '2026-02-13T16:00:00Z', '2026-02-14T16:00:00Z')).toBe(6.5);
    expect(hall.describeDay(localDayOf('2026-02-14'))).toEqual({ kind: 'MAKE_UP', name: '春节' });
    expect(hall.describeDay(localDayOf('2022-12-31'))).toEqual({ kind: 'HOLIDAY', name: '元旦' });
    expect(hall.describeDay(localDayOf('2026-03-07'))).toEqual({ kind: 'WEEKLY_CLOSING', name: null });
    expect(hall.describeDay(localDayOf('2026-03-06'))).toEqual({ kind: 'WORKING', name: null });
  });

  it('answers up to the last date of its horizon and names the horizon beyond it', () => {
    const [first, last] = [at('1970-01-01T00:00:00Z'), at('2100-12-31T23:59:59.999Z')];
    expect([utc.workingMsUpTo(first), utc.earliestInstantWith(0)]).toEqual([0, first]);
    expect(utc.earliestInstantWith(utc.workingMsUpTo(last))).toBe(at('2100-12-31T17:00:00Z'));
    // The first instant after the horizon still ends its last date, so that a day closing at 24:00 can be asked there.
    expect(utc.workingDaysUpTo(last + 1)).toBe(utc.workingDaysUpTo(last));
    const beyond = /Calendar test v1 answers from 1970-01-01 to 2100-12-31; asked for/;
    expect(() => utc.workingMsUpTo(first - 1)).toThrow(beyond);
    expect(() => utc.workingMsUpTo(last + 2)).toThrow(beyond);
    expect(() => utc.workingMsUpTo(NaN)).toThrow(beyond);
    expect(() => utc.workingDaysUpTo(at('2150-01-01T00:00:00Z'))).toThrow(beyond);
    expect(() => utc.earliestInstantWith(utc.workingMsUpTo(last) + 1)).toThrow(beyond);
    expect(() => utc.earliestInstantWith(-1)).toThrow(beyond);
    expect(() => utc.endOfWorkingDay(0)).toThrow(beyond);
    expect(() => utc.endOfWorkingDay(1.5)).toThrow(beyond);
    expect(() => utc.endOfWorkingDay(utc.workingDaysUpTo(last) + 1)).toThrow(beyond);
    expect(() => utc.workingDayFrom(localDayOf('2101-01-01'))).toThrow(beyond);
    expect(() => utc.workingDayFrom(localDayOf('1969-12-31'))).toThrow(beyond);
  });
});

describe('compiling', () => {
  const wrong: readonly (readonly [string, object, RegExp])[] = [
    ['an unknown zone', { zone: 'Asia/Nowhere' }, /Calendar test: 'Asia\/Nowhere' is not an IANA time zone/],
    ['an offset for a zone', { zone: '+08:00' }, /not an IANA time zone/],
    ['no week at all', { weeks: [] }, /first week must be effective since always/],
    ['a first week with a date', { weeks: [{ effectiveFrom: '2026-01-01', week: parseWeek('Mon 09:00-17:00') }] }, /since always/],
    ['an override on no date', { overrides: { '2026-02-30': { spans: [] } } }, /override '2026-02-30' is not a date/],
    [
      'an override with bad spans',
      { overrides: { '2026-02-03': { spans: [{ from: '9:00', until: '17:00' }] } } },
      /override 2026-02-03: '9:00'/,
    ],
    ['an announcement that is no date', { announcedThrough: '2026-13-01' }, /announcedThrough '2026-13-01' is not a date/],
    ['a week without an opening', { weeks: [{ effectiveFrom: null, week: {} }] }, /the week has no opening span/],
  ];

  it.each(wrong)('refuses %s', (_what, part, message) => {
    expect(() => compileCalendar(defineCalendar('UTC', 'Mon 09:00-17:00', part))).toThrow(message);
  });

  it('refuses weeks that do not ascend, and a second one since always', () => {
    const week = parseWeek('Mon 09:00-17:00');
    const weeks = (...dates: (string | null)[]) => [null, ...dates].map((effectiveFrom) => ({ effectiveFrom, week }));
    const compile = (...dates: (string | null)[]) =>
      compileCalendar(defineCalendar('UTC', 'daily 00:00-24:00', { weeks: weeks(...dates) }));
    expect(() => compile('2026-02-01', '2026-01-01')).toThrow(/the weeks must ascend by effectiveFrom; 2026-01-01 comes after 2026-02-01/);
    expect(() => compile('2026-02-01', '2026-02-01')).toThrow(/must ascend/);
    expect(() => compile(null)).toThrow(/effectiveFrom 'null' is not a date/);
  });

  it('refuses more than 1,000 weeks or 20,000 overrides', () => {
    const dates = (count: number) => Array.from({ length: count }, (_, day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
    const week = parseWeek('Mon 09:00-17:00');
    const weeks = [null, ...dates(1_000)].map((effectiveFrom) => ({ effectiveFrom, week }));
    expect(() => compileCalendar(defineCalendar('UTC', 'Mon 09:00-17:00', { weeks }))).toThrow('1001 weeks; at most 1000');
    const overrides = Object.fromEntries(dates(20_001).map((date) => [date, { spans: [] }]));
    expect(() => compileCalendar(defineCalendar('UTC', 'Mon 09:00-17:00', { overrides }))).toThrow('20001 overrides; at most 20000');
  });
});
