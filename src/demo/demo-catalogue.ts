import type { Catalogue } from '../reference-data/domain/catalogue.js';
import { demoCalendar } from './demo-calendar.js';
import { DEMO_FORMULA } from './demo-formula.js';
import { DEMO_DEPARTMENTS, officerIdOf } from './departments.js';
import { DEMO_ITEMS } from './service-items.js';

/** Reference data of the demo hall: a dozen departments, their officers, service items in every unit of limit, and how they are assessed. */
export function demoCatalogue(): Catalogue {
  return {
    version: 'demo-1',
    calendars: [demoCalendar()],
    departments: DEMO_DEPARTMENTS.map(({ departmentId, name }) => ({ departmentId, name, parentId: null })),
    officers: DEMO_DEPARTMENTS.flatMap(({ departmentId, officers }) =>
      officers.map((name, index) => ({ officerId: officerIdOf(departmentId, index), name }))),
    assessmentFormulas: [DEMO_FORMULA],
    serviceItems: DEMO_ITEMS.map(({ code, terms }) => ({ code, ...terms })),
  };
}
