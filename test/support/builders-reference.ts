import type { ServiceItemTerms } from '../../src/reference-data/domain/events.js';
import type { ReferenceView } from '../../src/reference-data/domain/reference-view.js';
import type { CalendarDefinition, Week } from '../../src/working-time/calendar.js';
import { compileCalendar } from '../../src/working-time/compile-calendar.js';

export const OFFICE_WEEK: Week = Object.fromEntries(
  ['MON', 'TUE', 'WED', 'THU', 'FRI'].map((day) => [day, [{ from: '09:00', until: '17:00' }]]),
);

/** Mon-Fri 09:00-17:00 in UTC, so that due instants can be read off the date. */
export const officeCalendar: CalendarDefinition = {
  calendarId: 'office',
  version: 3,
  zone: 'UTC',
  weeks: [{ effectiveFrom: null, week: OFFICE_WEEK }],
  overrides: {},
  announcedThrough: null,
};

export const permitTerms: ServiceItemTerms = {
  name: 'Permit',
  limits: {
    NORMAL: { promised: { unit: 'WORKING_DAY', amount: 3 }, statutory: { unit: 'WORKING_DAY', amount: 20 } },
    URGENT: { promised: { unit: 'WORKING_HOUR', amount: 4 }, statutory: null },
  },
  route: ['A', 'B', 'C'],
  calendarId: 'office',
  clockStart: 'RECEIPT',
  warningShare: 0.9,
};

/** Departments A to D and S (supervision); items PERMIT v2, INQUIRY (normal limits only, none promised) and one without its calendar. */
export function exampleReference(): ReferenceView {
  const calendar = { definition: officeCalendar, time: compileCalendar(officeCalendar) };
  const items = new Map([
    ['PERMIT', { code: 'PERMIT', version: 2, ...permitTerms }],
    ['INQUIRY', { code: 'INQUIRY', version: 1, ...permitTerms, limits: { NORMAL: { promised: null, statutory: null } } }],
    ['ORPHAN', { code: 'ORPHAN', version: 1, ...permitTerms, calendarId: 'nowhere' }],
  ]);
  return {
    hasDepartment: (departmentId) => ['A', 'B', 'C', 'D', 'S'].includes(departmentId),
    serviceItem: (code) => items.get(code),
    calendar: (calendarId) => (calendarId === 'office' ? calendar : undefined),
  };
}
