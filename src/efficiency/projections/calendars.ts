import type { CalendarDefinition } from '../../working-time/calendar.js';
import type { WorkingCalendar } from '../../working-time/working-calendar.js';

export interface CalendarVersion {
  readonly position: bigint;
  readonly definition: CalendarDefinition;
  readonly time: WorkingCalendar;
}

/** Every version of every calendar, each from its position in the log on. */
export interface CalendarVersions {
  /** @throws when the calendar was not defined by then: the decider never lets that be recorded. */
  at(calendarId: string, position: bigint): CalendarVersion;
  /** Positions of changes of the calendar in (after, upTo], oldest first. */
  changes(calendarId: string, after: bigint, upTo: bigint): readonly bigint[];
}

/** The calendar each era of a request is measured with: a closed one keeps that of its closure's position. */
export interface EraCalendars {
  of(era: number): CalendarVersion;
}

export const eraCalendars = (
  versions: CalendarVersions, calendarId: string, closures: readonly { readonly position: bigint }[], knownAt: bigint,
): EraCalendars => ({
  of: (era) => versions.at(calendarId, closures[era]?.position ?? knownAt),
});
