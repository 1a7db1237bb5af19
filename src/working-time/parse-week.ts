import type { Span, Week, Weekday } from './calendar.js';
import { WEEKDAYS } from './local-day.js';
import { validateWeek } from './week-rules.js';

const TEXT_LENGTH_MAX = 1_000;

/**
 * 'Mon-Fri 09:00-12:00 13:30-17:00; Sat 09:00-12:00' as a week. Groups are separated by ';'; a group's days are 'daily',
 * a day, a range or a list ('Mon,Wed,Fri'). @throws RangeError that says what is wrong and in which text.
 */
export function parseWeek(text: string): Week {
  if (text.length > TEXT_LENGTH_MAX) throw new RangeError(`A week is at most ${TEXT_LENGTH_MAX} characters, not ${text.length}`);
  const week: Partial<Record<Weekday, readonly Span[]>> = {};
  for (const group of text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')) {
    const [days = '', ...spans] = group.split(/\s+/);
    if (spans.length === 0) throw faulty(text, `'${group}' names no opening span`);
    for (const day of daysOf(days, text)) {
      if (week[day] !== undefined) throw faulty(text, `${day} is named twice`);
      week[day] = spans.map((span) => spanOf(span, text));
    }
  }
  const fault = validateWeek(week);
  if (fault !== null) throw faulty(text, fault);
  return week;
}

function daysOf(days: string, text: string): readonly Weekday[] {
  if (days.toLowerCase() === 'daily') return WEEKDAYS;
  return days.split(',').flatMap((part) => {
    const [first = '', last = first, ...rest] = part.split('-');
    const [from, until] = [indexOf(first), indexOf(last)];
    if (from < 0 || until < 0 || rest.length > 0) throw faulty(text, `'${part}' is not 'daily', a day (Mon … Sun) or a range of days`);
    if (until < from) throw faulty(text, `'${part}' runs over the end of the week; name its parts apart`);
    return WEEKDAYS.slice(from, until + 1);
  });
}

function spanOf(span: string, text: string): Span {
  const [from, until, ...rest] = span.split('-');
  if (from === undefined || until === undefined || rest.length > 0) throw faulty(text, `'${span}' is not a span such as 09:00-17:00`);
  return { from, until };
}

const indexOf = (day: string): number => WEEKDAYS.findIndex((weekday) => weekday === day.toUpperCase());
const faulty = (text: string, why: string): RangeError => new RangeError(`Week '${text}': ${why}`);
