import { resolve } from 'node:path';
import type { DateOverride, Span, Week } from '../../working-time/calendar.js';
import { overridesFromHolidays } from '../../working-time/holidays.js';
import { parseWeek } from '../../working-time/parse-week.js';
import type { CatalogueCalendar } from '../domain/catalogue.js';
import { readHolidays } from './read-holidays.js';
import { messageOf, type Section } from './section.js';

export const CALENDAR_KEYS = ['id', 'zone', 'week', 'holidays', 'makeUp', 'overrides', 'announcedThrough'];

/** @param folder that a holidays folder is relative to. */
export function readCalendar(section: Section, folder: string): CatalogueCalendar {
  const week = attempt(section, 'week', () => parseWeek(section.text('week')));
  return {
    calendarId: section.text('id'),
    zone: section.text('zone'),
    week,
    overrides: { ...holidayOverrides(section, week, folder), ...ownOverrides(section) },
    announcedThrough: section.textOr('announcedThrough', null),
  };
}

/** Make-up days (调休) open like `makeUp` says, else like the week's first open day. */
function holidayOverrides(section: Section, week: Week, folder: string): Record<string, DateOverride> {
  if (!section.has('holidays')) return {};
  const makeUpSpans = section.has('makeUp')
    ? attempt(section, 'makeUp', () => spansOf(section.text('makeUp')))
    : (Object.values(week).find((spans) => spans.length > 0) ?? []);
  return attempt(section, 'holidays', () => overridesFromHolidays(readHolidays(resolve(folder, section.text('holidays'))), makeUpSpans));
}

/** `'2026-05-04': closed` or `'2026-05-09': 09:00-12:00 Open day`. */
function ownOverrides(section: Section): Record<string, DateOverride> {
  if (!section.has('overrides')) return {};
  const dates = section.section('overrides');
  return Object.fromEntries(dates.keys.map((date) => [date, attempt(dates, date, () => overrideOf(dates.text(date)))]));
}

const SPAN = /^\d\d:\d\d-\d\d:\d\d$/;

function overrideOf(text: string): DateOverride {
  const words = text.trim().split(/\s+/);
  const spans = words.filter((word) => SPAN.test(word));
  const closed = words[0] === 'closed';
  if (closed === spans.length > 0) throw new RangeError(`'${text}' is neither 'closed' nor opening spans such as 09:00-12:00`);
  const name = words.slice(closed ? 1 : spans.length).join(' ');
  return { spans: closed ? [] : spansOf(spans.join(' ')), ...(name !== '' && { name }) };
}

/** Read as one weekday's spans, so that there is one way to write them. */
const spansOf = (text: string): readonly Span[] => parseWeek(`Mon ${text}`).MON ?? [];

function attempt<Value>(section: Section, key: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw section.fault(key, messageOf(error));
  }
}
