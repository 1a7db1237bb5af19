import type { DateOverride, Week } from '../../working-time/calendar.js';
import type { DesiredFormula } from './assessment-formula.js';
import type { ServiceItemTerms } from './events.js';

/** The reference data as it should be; loading it records only the differences. Entries left out stay as they are. */
export interface Catalogue {
  /** The file's own version, for people. */
  readonly version: string;
  readonly calendars: readonly CatalogueCalendar[];
  readonly departments: readonly { readonly departmentId: string; readonly name: string; readonly parentId: string | null }[];
  readonly officers: readonly { readonly officerId: string; readonly name: string }[];
  readonly serviceItems: readonly ({ readonly code: string } & ServiceItemTerms)[];
  readonly assessmentFormulas?: readonly DesiredFormula[];
}
export interface CatalogueCalendar {
  readonly calendarId: string;
  readonly zone: string;
  readonly week: Week;
  readonly overrides: Readonly<Record<string, DateOverride>>;
  readonly announcedThrough: string | null;
}
