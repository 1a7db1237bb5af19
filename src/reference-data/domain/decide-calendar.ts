import { accept } from '../../kernel/decider.js';
import type { CalendarDefinition, DateOverride, Span, Week, Weekday } from '../../working-time/calendar.js';
import { validateCalendar } from '../../working-time/calendar-rules.js';
import type { CatalogueCalendar } from './catalogue.js';
import { identityFault } from './entry-rules.js';
import { type EntryDecision, refuseEntry } from './refusal.js';

const DATES_NAMED_MAX = 5;
/** A whole definition is one event, and an append has a size limit. */
const CALENDAR_CHARACTERS_MAX = 250_000;
type Changes = Readonly<Record<string, DateOverride | null>>;

/**
 * @param recordingDay the local date, in the desired zone, on which the event will be recorded: nothing before it changes,
 *   so a figure of last week cannot be bent by a holiday that was declared today.
 */
export function decideCalendar(
  desired: CatalogueCalendar,
  current: CalendarDefinition | undefined,
  recordingDay: (zone: string) => string,
): EntryDecision {
  const { calendarId, zone, week, overrides, announcedThrough } = desired;
  const fault = identityFault(calendarId, calendarId) ?? validateCalendar(firstVersion(desired)) ?? sizeFault(desired);
  if (fault !== null) return refuseEntry('INVALID_ENTRY', fault);
  if (current === undefined) {
    return accept({ type: 'CalendarDefined', data: { calendarId, version: 1, zone, week, overrides, announcedThrough } });
  }
  if (zone !== current.zone) {
    return refuseEntry('CALENDAR_ZONE_CHANGE', `its zone stays ${current.zone}; define another calendar for ${zone}`);
  }
  return decideRevision(desired, current, recordingDay(zone));
}

function decideRevision(desired: CatalogueCalendar, current: CalendarDefinition, today: string): EntryDecision {
  const { calendarId, announcedThrough } = desired;
  const overrides = changesBetween(current.overrides, desired.overrides);
  const dates = Object.keys(overrides);
  const past = dates.filter((date) => date < today);
  if (past.length > 0) return refuseEntry('CALENDAR_PAST_CHANGE', pastChange(past, today));
  const week = weekText(desired.week) === weekText(current.weeks.at(-1)?.week ?? {}) ? null : desired.week;
  if (week === null && dates.length === 0 && announcedThrough === current.announcedThrough) return accept();
  const effectiveFrom = week === null ? (dates[0] ?? today) : today;
  return accept({
    type: 'CalendarRevised',
    data: { calendarId, version: current.version + 1, effectiveFrom, week, overrides, announcedThrough },
  });
}

/** By date, ascending. */
function changesBetween(current: CalendarDefinition['overrides'], desired: CalendarDefinition['overrides']): Changes {
  const dates = [...new Set([...Object.keys(current), ...Object.keys(desired)])].sort();
  const changed = dates.filter((date) => overrideText(current[date]) !== overrideText(desired[date]));
  return Object.fromEntries(changed.map((date) => [date, desired[date] ?? null]));
}

function pastChange(past: readonly string[], today: string): string {
  const named = past.slice(0, DATES_NAMED_MAX).join(', ') + (past.length > DATES_NAMED_MAX ? ' …' : '');
  return `${past.length} date(s) before ${today} would change (${named}): put them back as they were recorded`;
}

const firstVersion = ({ calendarId, zone, week, overrides, announcedThrough }: CatalogueCalendar): CalendarDefinition => ({
  calendarId, version: 1, zone, weeks: [{ effectiveFrom: null, week }], overrides, announcedThrough,
});

const sizeFault = (desired: CatalogueCalendar): string | null =>
  JSON.stringify(desired).length > CALENDAR_CHARACTERS_MAX ? `the calendar is longer than ${CALENDAR_CHARACTERS_MAX} characters` : null;

const spansText = (spans: readonly Span[]): string => spans.map(({ from, until }) => `${from}-${until}`).join(' ');
const overrideText = (override: DateOverride | undefined): string | null =>
  override === undefined ? null : `${spansText(override.spans)}|${override.name ?? ''}`;

/** A weekday left out and one without spans are both closed. */
function weekText(week: Week): string {
  const open = (Object.entries(week) as [Weekday, readonly Span[]][]).filter(([, spans]) => spans.length > 0);
  return open.map(([weekday, spans]) => `${weekday} ${spansText(spans)}`).sort().join(';');
}
