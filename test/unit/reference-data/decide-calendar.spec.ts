import { applyCalendarEvent, type CalendarEvent } from '../../../src/reference-data/domain/calendar-definition.js';
import type { CatalogueCalendar } from '../../../src/reference-data/domain/catalogue.js';
import { decideCalendar } from '../../../src/reference-data/domain/decide-calendar.js';
import type { CalendarDefinition } from '../../../src/working-time/calendar.js';
import { parseWeek } from '../../../src/working-time/parse-week.js';

const WEEK = parseWeek('Mon-Fri 09:00-17:00');
const OFF = { spans: [], name: 'Holiday' };
const desired: CatalogueCalendar = { calendarId: 'office', zone: 'Asia/Shanghai', week: WEEK, overrides: { '2026-01-01': OFF, '2026-05-01': OFF }, announcedThrough: '2026-12-31' };
const current: CalendarDefinition = { ...desired, version: 4, weeks: [{ effectiveFrom: null, week: WEEK }] };
const TODAY = '2026-03-06';
const decide = (change: Partial<CatalogueCalendar>, from: CalendarDefinition | undefined = current) => decideCalendar({ ...desired, ...change }, from, () => TODAY);
const revision = (change: object) => ({
  outcome: 'accepted',
  events: [{ type: 'CalendarRevised', data: { calendarId: 'office', version: 5, week: null, overrides: {}, announcedThrough: '2026-12-31', ...change } }],
});
const refusal = (code: string) => ({ outcome: 'rejected', rejection: { code, message: expect.any(String) } });

describe('A calendar of a catalogue', () => {
  it('is defined whole the first time, past holidays included', () => {
    expect(decideCalendar(desired, undefined, () => TODAY)).toEqual({ outcome: 'accepted', events: [{ type: 'CalendarDefined', data: { version: 1, ...desired } }] });
  });

  it('says nothing when nothing differs, also where a closed weekday is written out', () => {
    expect(decide({ week: { ...WEEK, SUN: [] }, overrides: { '2026-05-01': { name: 'Holiday', spans: [] }, '2026-01-01': OFF } })).toEqual({ outcome: 'accepted', events: [] });
  });

  it('adds a year of holidays as one revision of exactly those dates, effective from the first of them', () => {
    const added = { '2027-01-01': OFF, '2027-02-06': OFF };
    expect(decide({ overrides: { ...desired.overrides, ...added }, announcedThrough: '2027-12-31' })).toEqual(
      revision({ effectiveFrom: '2027-01-01', overrides: added, announcedThrough: '2027-12-31' }),
    );
  });

  it('takes a future override back with null', () => {
    expect(decide({ overrides: { '2026-01-01': OFF } })).toEqual(revision({ effectiveFrom: '2026-05-01', overrides: { '2026-05-01': null } }));
  });

  it('changes the recording day, and no day before it', () => {
    expect(decide({ overrides: { ...desired.overrides, [TODAY]: OFF } })).toEqual(revision({ effectiveFrom: TODAY, overrides: { [TODAY]: OFF } }));
    expect(decide({ overrides: { ...desired.overrides, '2026-03-05': OFF } })).toEqual(refusal('CALENDAR_PAST_CHANGE'));
    expect(decide({ overrides: { '2026-05-01': OFF } })).toEqual(refusal('CALENDAR_PAST_CHANGE'));
    expect(decide({ overrides: { ...desired.overrides, '2026-01-01': { spans: [], name: 'Other' } } })).toEqual(refusal('CALENDAR_PAST_CHANGE'));
  });

  it('changes the week from the recording day on', () => {
    const week = parseWeek('Mon-Sat 09:00-17:00');
    expect(decide({ week })).toEqual(revision({ effectiveFrom: TODAY, week }));
  });

  it.each([
    ['another zone', { zone: 'Europe/Stockholm' }, 'CALENDAR_ZONE_CHANGE'],
    ['a zone that is none', { zone: 'Moon/Base' }, 'INVALID_ENTRY'],
    ['no id', { calendarId: '' }, 'INVALID_ENTRY'],
    ['a week that never opens', { week: {} }, 'INVALID_ENTRY'],
    ['a date that is none', { overrides: { '2026-02-30': OFF } }, 'INVALID_ENTRY'],
    ['an announced date that is none', { announcedThrough: 'soon' }, 'INVALID_ENTRY'],
    ['a definition too long for one event', { overrides: { '2027-01-01': { spans: [], name: 'x'.repeat(250_000) } } }, 'INVALID_ENTRY'],
  ] as const)('is refused with %s', (_what, change, code) => {
    expect(decide(change)).toEqual(refusal(code));
  });
});

describe('A calendar after its events', () => {
  const revised = (data: Partial<Extract<CalendarEvent, { type: 'CalendarRevised' }>['data']>): CalendarEvent => ({
    type: 'CalendarRevised',
    data: { calendarId: 'office', version: 5, effectiveFrom: TODAY, week: null, overrides: {}, announcedThrough: '2027-12-31', ...data },
  });

  it('has the first week since always', () => {
    expect(applyCalendarEvent(undefined, { type: 'CalendarDefined', data: { version: 1, ...desired } })).toEqual({ ...current, week: undefined, version: 1 });
  });

  it('keeps the earlier week before the day a new one begins, and what a later change does not name', () => {
    const week = parseWeek('Mon-Thu 09:00-17:00');
    expect(applyCalendarEvent(current, revised({ week, overrides: { '2026-05-01': null, '2026-05-04': OFF } }))).toEqual({
      calendarId: 'office', version: 5, zone: 'Asia/Shanghai', announcedThrough: '2027-12-31',
      weeks: [{ effectiveFrom: null, week: WEEK }, { effectiveFrom: TODAY, week }],
      overrides: { '2026-01-01': OFF, '2026-05-04': OFF },
    });
  });

  it('has one week for a day that was changed twice', () => {
    const [monday, tuesday] = [parseWeek('Mon 09:00-17:00'), parseWeek('Tue 09:00-17:00')];
    const twice = applyCalendarEvent(applyCalendarEvent(current, revised({ week: monday })), revised({ version: 6, week: tuesday }));
    expect(twice.weeks).toEqual([{ effectiveFrom: null, week: WEEK }, { effectiveFrom: TODAY, week: tuesday }]);
  });

  it('cannot be revised before it is defined', () => {
    expect(() => applyCalendarEvent(undefined, revised({}))).toThrow('revised before it is defined');
  });
});
