import type { CalendarDefinition, DateOverride } from '../../working-time/calendar.js';
import type { ReferenceEvent } from './events.js';

export type CalendarEvent = Extract<ReferenceEvent, { type: 'CalendarDefined' | 'CalendarRevised' }>;

/**
 * The calendar after one more of its events.
 * @throws Error when a revision precedes the definition: no stream recorded by the rules has that.
 */
export function applyCalendarEvent(current: CalendarDefinition | undefined, event: CalendarEvent): CalendarDefinition {
  if (event.type === 'CalendarDefined') {
    const { calendarId, version, zone, week, overrides, announcedThrough } = event.data;
    return { calendarId, version, zone, weeks: [{ effectiveFrom: null, week }], overrides, announcedThrough };
  }
  const { calendarId, version, effectiveFrom, week, overrides, announcedThrough } = event.data;
  if (current === undefined) throw new Error(`Calendar ${calendarId} is revised before it is defined`);
  // Whatever was to begin on that day or later is replaced: the list ascends.
  const earlier = current.weeks.filter((one) => one.effectiveFrom === null || one.effectiveFrom < effectiveFrom);
  return {
    calendarId,
    version,
    zone: current.zone,
    weeks: week === null ? current.weeks : [...earlier, { effectiveFrom, week }],
    overrides: withChanges(current.overrides, overrides),
    announcedThrough,
  };
}

function withChanges(
  overrides: Readonly<Record<string, DateOverride>>,
  changes: Readonly<Record<string, DateOverride | null>>,
): Record<string, DateOverride> {
  const next = { ...overrides };
  for (const [date, override] of Object.entries(changes)) {
    if (override === null) delete next[date];
    else next[date] = override;
  }
  return next;
}
