import type { Catalogue, CatalogueCalendar } from '../domain/catalogue.js';
import type { ItemLimits } from '../domain/events.js';
import type { CalendarInput } from './calendar.inputs.js';
import type { DepartmentInput, ItemLimitsInput, OfficerInput, ServiceItemInput } from './reference.inputs.js';

const WARNING_SHARE = 0.9;

/** A catalogue of what one mutation says; entries left out stay as they are. */
export const catalogueOf = (entries: Partial<Omit<Catalogue, 'version'>>): Catalogue => ({
  version: 'mutation',
  calendars: [],
  departments: [],
  officers: [],
  serviceItems: [],
  ...entries,
});

export const toDepartment = ({ departmentId, name, parentId }: DepartmentInput) => ({ departmentId, name, parentId: parentId ?? null });
export const toOfficer = ({ officerId, name }: OfficerInput) => ({ officerId, name });

export function toServiceItem(input: ServiceItemInput): Catalogue['serviceItems'][number] {
  const { code, name, limits, urgentLimits, route, calendarId, clockStart = 'RECEIPT', warningShare = WARNING_SHARE } = input;
  const normal = toLimits(limits);
  return {
    code, name, route, calendarId, clockStart, warningShare,
    limits: urgentLimits === undefined ? { NORMAL: normal } : { NORMAL: normal, URGENT: toLimits(urgentLimits) },
  };
}

const toLimits = ({ promised, statutory }: ItemLimitsInput): ItemLimits => ({
  promised: promised ? { unit: promised.unit, amount: promised.amount } : null,
  statutory: statutory ? { unit: statutory.unit, amount: statutory.amount } : null,
});

type Spans = CalendarInput['overrides'][number]['spans'];
const toSpans = (spans: Spans) => spans.map(({ from, until }) => ({ from, until }));

export function toCalendar({ calendarId, zone, week, overrides, announcedThrough }: CalendarInput): CatalogueCalendar {
  return {
    calendarId,
    zone,
    week: Object.fromEntries(week.map(({ day, spans }) => [day, toSpans(spans)])),
    overrides: Object.fromEntries(overrides.map(({ date, spans, name }) => [date, { spans: toSpans(spans), ...(name ? { name } : {}) }])),
    announcedThrough: announcedThrough ?? null,
  };
}
