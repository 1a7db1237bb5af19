import type { Catalogue, CatalogueCalendar } from '../../reference-data/domain/catalogue.js';
import type { ServiceItemTerms } from '../../reference-data/domain/events.js';
import type { CalendarDefinition, Week } from '../../working-time/calendar.js';
import { ImportError } from '../import-error.js';

/** The reference data as it is registered. */
export interface Registered {
  readonly departments: ReadonlyMap<string, unknown>;
  readonly officers: ReadonlyMap<string, unknown>;
  readonly serviceItems: ReadonlyMap<string, ServiceItemTerms & { readonly version?: number }>;
  readonly calendars: ReadonlyMap<string, CalendarDefinition>;
}

const NAMED_MAX = 20;

/**
 * What of an import's catalogue is to be registered. An import adds, it does not change what the hall works by: names stay as they
 * are, and a calendar or terms that differ stop it.
 * @throws ImportError REFERENCE_DIFFERS
 */
export function newEntries(catalogue: Catalogue, known: Registered): Catalogue {
  const calendars = catalogue.calendars.filter(({ calendarId }) => known.calendars.has(calendarId));
  const items = catalogue.serviceItems.filter(({ code }) => known.serviceItems.has(code));
  const differing = [
    ...calendars
      .filter((calendar) => !sameCalendar(calendar, known.calendars.get(calendar.calendarId)))
      .map(({ calendarId }) => `calendar ${calendarId}`),
    ...items.filter((item) => !sameTerms(item, known.serviceItems.get(item.code))).map(({ code }) => `service item ${code}`),
  ];
  if (differing.length > 0) throw differs(differing);
  return {
    ...catalogue,
    calendars: catalogue.calendars.filter((calendar) => !calendars.includes(calendar)),
    serviceItems: catalogue.serviceItems.filter((item) => !items.includes(item)),
    departments: catalogue.departments.filter(({ departmentId }) => !known.departments.has(departmentId)),
    officers: catalogue.officers.filter(({ officerId }) => !known.officers.has(officerId)),
  };
}

function differs(what: readonly string[]): ImportError {
  const list = what.slice(0, NAMED_MAX).map((one) => `  - ${one}`);
  const message = `registered otherwise than the mapping says, so nothing was imported; choose other ids (a prefix, another calendar id), or name the calendar by its id alone:`;
  return new ImportError(
    'REFERENCE_DIFFERS',
    [message, ...list, ...(what.length > NAMED_MAX ? [`  and ${what.length - NAMED_MAX} more`] : [])].join('\n'),
  );
}

function sameCalendar(wanted: CatalogueCalendar, found: CalendarDefinition | undefined): boolean {
  const [first, ...later] = found?.weeks ?? [];
  return (
    found?.zone === wanted.zone &&
    later.length === 0 &&
    Object.keys(found.overrides).length === 0 &&
    weekText(first?.week) === weekText(wanted.week)
  );
}

const weekText = (week: Week | undefined): string =>
  JSON.stringify(
    Object.entries(week ?? {})
      .filter(([, spans]) => spans.length > 0)
      .map(([day, spans]) => [day, spans.map(({ from, until }) => [from, until])])
      .sort(),
  );

/** The name is for people; what counts for the figures is the rest. */
const sameTerms = (wanted: ServiceItemTerms, found: ServiceItemTerms | undefined): boolean => termsText(wanted) === termsText(found);

function termsText(terms: ServiceItemTerms | undefined): string {
  if (terms === undefined) return '';
  const limit = (one: unknown): unknown => (typeof one === 'object' && one !== null ? Object.entries(one).sort() : one);
  const limits = Object.entries(terms.limits)
    .sort()
    .map(([urgency, { promised, statutory }]) => [urgency, limit(promised), limit(statutory)]);
  return JSON.stringify([limits, terms.route, terms.calendarId, terms.clockStart, terms.warningShare]);
}
