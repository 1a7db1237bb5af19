import type { ReferenceEvent } from '../../reference-data/domain/events.js';
import { applyCalendarEvent } from '../../reference-data/domain/calendar-definition.js';
import { compileCalendar } from '../../working-time/compile-calendar.js';
import type { CalendarVersion, CalendarVersions } from './calendars.js';

export type CalendarEvent = Extract<ReferenceEvent, { type: 'CalendarDefined' | 'CalendarRevised' }>;

/** Calendar versions as the log defined them, compiled once each. */
export class CalendarRegistry implements CalendarVersions {
  private readonly versions = new Map<string, CalendarVersion[]>();

  record(event: CalendarEvent, position: bigint): void {
    const known = this.versions.get(event.data.calendarId) ?? [];
    const latest = known.at(-1);
    if (latest !== undefined && latest.position >= position) return;
    const definition = applyCalendarEvent(latest?.definition, event);
    this.versions.set(event.data.calendarId, [...known, { position, definition, time: compileCalendar(definition) }]);
  }

  at(calendarId: string, position: bigint): CalendarVersion {
    const found = this.versions.get(calendarId)?.findLast((version) => version.position <= position);
    if (found === undefined) throw new Error(`Calendar ${calendarId} is not defined at position ${position}`);
    return found;
  }

  changes(calendarId: string, after: bigint, upTo: bigint): readonly bigint[] {
    const known = this.versions.get(calendarId) ?? [];
    return known.slice(1).map(({ position }) => position).filter((position) => position > after && position <= upTo);
  }

  /** Every version known at a position. */
  all(position: bigint): readonly (CalendarVersion & { readonly calendarId: string })[] {
    return [...this.versions].flatMap(([calendarId, known]) =>
      known.filter((version) => version.position <= position).map((version) => ({ ...version, calendarId })));
  }
}
