import type { CalendarDefinition } from '../../working-time/calendar.js';
import type { WorkingCalendar } from '../../working-time/working-calendar.js';
import type { ServiceItemTerms } from './events.js';

/** What the rules may ask of the reference data as it stands now; read-only, synchronous. */
export interface ReferenceView {
  hasDepartment(departmentId: string): boolean;
  serviceItem(code: string): ({ readonly code: string; readonly version: number } & ServiceItemTerms) | undefined;
  calendar(calendarId: string): { readonly definition: CalendarDefinition; readonly time: WorkingCalendar } | undefined;
}
