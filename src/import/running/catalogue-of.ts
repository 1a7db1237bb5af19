import type { Catalogue } from '../../reference-data/domain/catalogue.js';
import type { ServiceItemTerms } from '../../reference-data/domain/events.js';
import type { ImportMapping } from '../mapping/mapping.js';
import type { Names } from '../preparing/collect-names.js';

const WARNING_SHARE = 0.9;

/** Reference data for what a file names: ids are their own names, service items have the mapping's calendar and limits and no route. */
export function catalogueOf(mapping: ImportMapping, names: Names): Catalogue {
  const { promised, statutory, calendar, calendarId } = mapping;
  const terms: Omit<ServiceItemTerms, 'name'> = {
    limits: { NORMAL: { promised, statutory } },
    route: [],
    calendarId,
    clockStart: 'RECEIPT',
    warningShare: WARNING_SHARE,
  };
  return {
    version: `import:${mapping.source}`,
    calendars: calendar === null ? [] : [calendar],
    departments: [...names.departments].map((departmentId) => ({ departmentId, name: departmentId, parentId: null })),
    officers: [...names.officers].map((officerId) => ({ officerId, name: officerId })),
    serviceItems: [...names.serviceItems].map((code) => ({ code, name: nameOf(code, mapping), ...terms })),
  };
}

const nameOf = (code: string, { serviceItem }: ImportMapping): string => code.slice(serviceItem.prefix.length);
