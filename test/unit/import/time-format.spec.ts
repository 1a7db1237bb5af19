import { timeReader } from '../../../src/import/mapping/time-format.js';

const read = (format: string, text: string, zone = 'UTC'): string | null => {
  const ms = timeReader(format, zone)(text);
  return ms === null ? null : new Date(ms).toISOString();
};

describe('times of a log', () => {
  it.each([
    ['2011-10-11T13:42:22.688+02:00', '2011-10-11T11:42:22.688Z'],
    ['2011-10-11 13:42:22.688000+02:00', '2011-10-11T11:42:22.688Z'],
    ['2011-10-11 13:42:22.688999+0200', '2011-10-11T11:42:22.688Z'],
    ['2011-10-11T13:42:22-05', '2011-10-11T18:42:22.000Z'],
    ['2011-10-11T13:42Z', '2011-10-11T13:42:00.000Z'],
    ['2011-10-11', '2011-10-11T00:00:00.000Z'],
    ['2012-02-29T23:59:59,5Z', '2012-02-29T23:59:59.500Z'],
  ])('reads the ISO time %s', (text, expected) => {
    expect(read('iso', text)).toBe(expected);
  });

  it.each([
    '2011-02-29',
    '2011-13-01',
    '2011-00-10',
    '2011-10-11T24:00:00',
    '2011-10-11T10:60',
    '2011-10-11T10:00:60',
    '11/10/2011',
    '',
    'now',
    '2011-10-11T10:00+25:00',
    '2011-10-11T10:00+02:75',
    '9999-12-31',
    '0001-01-01',
    '0071-05-05',
    '1969-12-31T12:00Z',
    '2011-10-11T10:00:00Zx',
  ])('refuses %p, which is no time of a log', (text) => {
    expect(read('iso', text)).toBeNull();
  });

  it.each([
    ['D/M/YYYY H:mm', '3/7/2011 9:05', '2011-07-03T09:05:00.000Z'],
    ['D/M/YYYY H:mm', '23/11/2011 19:05', '2011-11-23T19:05:00.000Z'],
    ['M/D/YYYY', '7/3/2011', '2011-07-03T00:00:00.000Z'],
    ['YYYY-MM-DD HH:mm:ss', '2011-07-03 09:05:07', '2011-07-03T09:05:07.000Z'],
    ['DD.MM.YYYY HH:mm:ss.SSS', '03.07.2011 09:05:07.04', '2011-07-03T09:05:07.040Z'],
    ['YYYY年M月D日 HH:mm', '2011年7月3日 09:05', '2011-07-03T09:05:00.000Z'],
    ['YYYY-MM-DDTHH:mm:ssZ', '2011-07-03T09:05:07+08:00', '2011-07-03T01:05:07.000Z'],
    ['YYYYMMDD', '20110703', '2011-07-03T00:00:00.000Z'],
  ])('reads by the pattern %s the time %s', (format, text, expected) => {
    expect(read(format, text)).toBe(expected);
  });

  it('takes a pattern literally: other separators or missing digits are not a time', () => {
    expect(read('D/M/YYYY', '3-7-2011')).toBeNull();
    expect(read('YYYY-MM-DD HH:mm:ss', '2011-07-03 9:05:07')).toBeNull();
    expect(read('DD.MM.YYYY', '03x07x2011')).toBeNull();
  });

  it.each(['2011-02-29 10:00:00', '2011-00-10 10:00:00', '2011-10-11 24:00:00', '2011-10-11 10:60:00', '2011-10-11 10:00:60', '0071-05-05 10:00:00', '2011-10-11 10:00:00 ', '٢٠11-10-11 10:00:00'])(
    'refuses by a pattern %p, which is no time of a log', (text) => {
      expect(read('YYYY-MM-DD HH:mm:ss', text)).toBeNull();
    });

  it('reads a time without offset on the clock of its zone, in summer and in winter', () => {
    expect(read('iso', '2011-07-01 01:32:33', 'America/New_York')).toBe('2011-07-01T05:32:33.000Z');
    expect(read('iso', '2011-12-01 01:32:33', 'America/New_York')).toBe('2011-12-01T06:32:33.000Z');
    expect(read('iso', '2011-07-01', 'Asia/Shanghai')).toBe('2011-06-30T16:00:00.000Z');
  });

  it('takes the earlier instant of an ambiguous time', () => {
    // The clocks of New York went back from 02:00 to 01:00 on 6 November 2011.
    expect(read('iso', '2011-11-06 01:30:00', 'America/New_York')).toBe('2011-11-06T05:30:00.000Z');
    expect(read('iso', '2011-11-06 02:00:00', 'America/New_York')).toBe('2011-11-06T07:00:00.000Z');
  });

  it('takes a time that the clocks skipped as far after the skip', () => {
    // From 02:00 to 03:00 on 13 March 2011.
    expect(read('iso', '2011-03-13 02:30:00', 'America/New_York')).toBe('2011-03-13T07:30:00.000Z');
  });

  it('lets an offset in the text win over the zone', () => {
    expect(read('iso', '2011-07-01T00:00:00Z', 'America/New_York')).toBe('2011-07-01T00:00:00.000Z');
  });

  it.each([
    ['YYYY-MM', 'has no day'],
    ['DD/MM', 'has no year'],
    ['YYYY-MM-DD hh:mm', '"h"'],
    ['YYYY-MM-DD MM', 'has its month twice'],
  ])('refuses the format %s and says why', (format, message) => {
    expect(() => timeReader(format, 'UTC')).toThrow(message);
  });
});
