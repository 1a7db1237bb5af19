import type { Week } from '../../../src/working-time/calendar.js';
import { overridesFromHolidays } from '../../../src/working-time/holidays.js';
import { parseWeek } from '../../../src/working-time/parse-week.js';
import { validateWeek } from '../../../src/working-time/week-rules.js';
import { chineseHolidays } from './calendars.js';

const span = (from: string, until: string) => ({ from, until });

describe('the text of a week', () => {
  it('names ranges, single days, lists and daily', () => {
    expect(parseWeek('Mon-Tue 09:00-12:00 13:30-17:00; Sat 09:00-12:00')).toEqual({
      MON: [span('09:00', '12:00'), span('13:30', '17:00')],
      TUE: [span('09:00', '12:00'), span('13:30', '17:00')],
      SAT: [span('09:00', '12:00')],
    });
    expect(parseWeek(' mon,WED,Fri-Sat  08:00-24:00 ; ')).toEqual({
      MON: [span('08:00', '24:00')],
      WED: [span('08:00', '24:00')],
      FRI: [span('08:00', '24:00')],
      SAT: [span('08:00', '24:00')],
    });
    expect(Object.keys(parseWeek('daily 00:00-24:00'))).toEqual(['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN']);
  });

  it.each([
    ['', "Week '': the week has no opening span"],
    ['Mon-Fri', "'Mon-Fri' names no opening span"],
    ['Funday 09:00-17:00', "'Funday' is not 'daily', a day (Mon … Sun) or a range of days"],
    ['Mon-Wed-Fri 09:00-17:00', "'Mon-Wed-Fri' is not 'daily', a day"],
    ['Sat-Mon 09:00-17:00', "'Sat-Mon' runs over the end of the week"],
    ['Mon 09:00-17:00; Mon-Fri 10:00-11:00', 'MON is named twice'],
    ['Mon 09:00', "'09:00' is not a span such as 09:00-17:00"],
    ['Mon 9:00-17:00', "MON: '9:00' is not a time from 00:00 to 23:59"],
    ['Mon 24:00-24:00', "MON: '24:00' is not a time from 00:00 to 23:59"],
    ['Mon 09:00-24:01', "MON: '24:01' is not a time from 00:00 to 24:00"],
    ['Mon 12:00-12:00', 'MON: the span 12:00-12:00 does not end after it begins'],
    ['Mon 17:00-09:00', 'MON: the span 17:00-09:00 does not end after it begins'],
    ['Mon 09:00-12:00 11:59-17:00', 'MON: the span 11:59-17:00 begins before the one before it ends'],
    ['Mon 13:00-14:00 09:00-10:00', 'MON: the span 09:00-10:00 begins before the one before it ends'],
    [`Mon${' 09:00-10:00'.repeat(13)}`, 'MON: 13 spans on one day; at most 12'],
    ['x'.repeat(1001), 'A week is at most 1000 characters, not 1001'],
  ])('is refused with a sentence: %p', (text, message) => {
    expect(() => parseWeek(text)).toThrow(message);
  });

  it('may join spans without a pause and have twelve of them', () => {
    const hours = Array.from({ length: 12 }, (_, hour) => `${String(hour).padStart(2, '0')}:00-${String(hour + 1).padStart(2, '0')}:00`);
    expect(parseWeek(`Mon ${hours.join(' ')}`).MON).toHaveLength(12);
  });
});

describe('a week from a file', () => {
  it('is refused for a day that is none and for spans that are no list', () => {
    expect(validateWeek(JSON.parse('{"Monday":[]}') as Week)).toBe("'Monday' is not a weekday (MON, TUE, WED, THU, FRI, SAT, SUN)");
    expect(validateWeek(JSON.parse('{"MON":"09:00-17:00"}') as Week)).toBe('MON: opening spans must be a list');
    expect(validateWeek(JSON.parse('{"MON":[{}]}') as Week)).toBe("MON: 'undefined' is not a time from 00:00 to 23:59");
    expect(validateWeek({ MON: [span('09:00', '17:00')], TUE: [] })).toBeNull();
  });
});

describe('a holiday list', () => {
  it('switches its days off and its make-up days on, the later entry of a date counting', () => {
    const days = [
      { name: '元旦', date: '2026-01-01', isOffDay: true },
      { name: '元旦', date: '2026-01-04', isOffDay: true },
      { name: '调休', date: '2026-01-04', isOffDay: false },
    ];
    expect(overridesFromHolidays(days, [span('09:00', '12:00')])).toEqual({
      '2026-01-01': { spans: [], name: '元旦' },
      '2026-01-04': { spans: [span('09:00', '12:00')], name: '调休' },
    });
    expect(() => overridesFromHolidays([{ name: 'x', date: '2026-1-1', isOffDay: true }], [])).toThrow("Holiday 'x': not a date");
  });

  it('comes with the 678 days of 2007 to 2026', () => {
    expect(Object.keys(overridesFromHolidays(chineseHolidays(), []))).toHaveLength(678);
  });
});
