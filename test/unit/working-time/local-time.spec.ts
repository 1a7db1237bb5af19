import { localDateOf, localToInstant, startOfLocalDate } from '../../../src/working-time/local-time.js';
import { isValidZone } from '../../../src/working-time/zone-rules.js';
import { at } from './calendars.js';

const iso = (ms: number): string => new Date(ms).toISOString();

describe('local time', () => {
  it('becomes an instant by the zone at that time of the year', () => {
    expect(iso(localToInstant('America/New_York', '2026-01-15T09:00:00.000'))).toBe('2026-01-15T14:00:00.000Z');
    expect(iso(localToInstant('America/New_York', '2026-07-15T09:00:00.123'))).toBe('2026-07-15T13:00:00.123Z');
    expect(iso(localToInstant('Asia/Shanghai', '2026-07-15T09:00:00'))).toBe('2026-07-15T01:00:00.000Z');
  });

  it('is the earlier instant when it is ambiguous', () => {
    expect(iso(localToInstant('America/New_York', '2026-11-01T01:30:00.000'))).toBe('2026-11-01T05:30:00.000Z');
    expect(iso(localToInstant('Asia/Shanghai', '1986-09-14T01:30:00.000'))).toBe('1986-09-13T16:30:00.000Z');
    expect(iso(localToInstant('Australia/Lord_Howe', '2026-04-05T01:45:00.000'))).toBe('2026-04-04T14:45:00.000Z');
  });

  it('is moved behind the gap when the clock jumps over it', () => {
    expect(iso(localToInstant('America/New_York', '2026-03-08T02:30:00.000'))).toBe('2026-03-08T07:30:00.000Z');
    expect(iso(localToInstant('Australia/Lord_Howe', '2026-10-04T02:15:00.000'))).toBe('2026-10-03T15:45:00.000Z');
  });

  it('has a date by the wall clock', () => {
    expect(localDateOf('Asia/Shanghai', at('2026-03-01T15:59:59.999Z'))).toBe('2026-03-01');
    expect(localDateOf('Asia/Shanghai', at('2026-03-01T16:00:00.000Z'))).toBe('2026-03-02');
    expect(localDateOf('Pacific/Apia', at('2011-12-30T09:59:59.999Z'))).toBe('2011-12-29');
    expect(localDateOf('Pacific/Apia', at('2011-12-30T10:00:00.000Z'))).toBe('2011-12-31');
  });

  it('begins a date at its first instant, also where midnight is skipped or the whole date is', () => {
    expect(iso(startOfLocalDate('Asia/Shanghai', '2026-03-02'))).toBe('2026-03-01T16:00:00.000Z');
    expect(iso(startOfLocalDate('America/Sao_Paulo', '2018-11-04'))).toBe('2018-11-04T03:00:00.000Z');
    expect(iso(startOfLocalDate('Pacific/Apia', '2011-12-30'))).toBe('2011-12-30T10:00:00.000Z');
  });

  it.each(['2026-02-30T09:00:00.000', '2026-03-02 09:00:00', '2026-03-02T24:00:00', '2026-03-02T09:60:00', '2026-03-02T09:00:00Z', ''])(
    'refuses the text %p',
    (text) => {
      expect(() => localToInstant('UTC', text)).toThrow(/Not a local date and time/);
    },
  );

  it('names its horizon beyond it', () => {
    expect(iso(localToInstant('Asia/Shanghai', '1970-01-01T00:00:00.000'))).toBe('1969-12-31T16:00:00.000Z');
    expect(iso(localToInstant('America/New_York', '2100-12-31T23:59:59.999'))).toBe('2101-01-01T04:59:59.999Z');
    expect(() => localToInstant('UTC', '1969-12-31T23:59:59.999')).toThrow(/UTC: local dates are known from 1970-01-01 to 2100-12-31/);
    expect(() => localDateOf('UTC', at('2101-01-01T00:00:00Z'))).toThrow(/known from/);
    expect(() => localDateOf('UTC', NaN)).toThrow(RangeError);
    expect(() => startOfLocalDate('UTC', '2101-01-01')).toThrow(/known from/);
    expect(() => startOfLocalDate('UTC', '2026-2-1')).toThrow(/Not a date/);
    expect(() => startOfLocalDate('Mars/Base', '2026-02-01')).toThrow(/Not an IANA time zone: Mars\/Base/);
  });
});

describe('a zone', () => {
  it.each(['Asia/Shanghai', 'America/Argentina/Buenos_Aires', 'Etc/GMT+8', 'UTC'])('%s is known', (zone) => {
    expect(isValidZone(zone)).toBe(true);
  });

  it.each(['+08:00', '', 'Asia/Nowhere', 'Asia/Shanghai ', '../etc/passwd', 'a'.repeat(100)])('%p is not', (zone) => {
    expect(isValidZone(zone)).toBe(false);
  });
});
