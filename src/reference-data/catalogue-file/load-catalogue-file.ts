import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { parse } from 'yaml';
import type { Limit } from '../../working-time/limit.js';
import type { Catalogue } from '../domain/catalogue.js';
import type { ItemLimits } from '../domain/events.js';
import { parseLimit } from './limit-text.js';
import { FORMULA_KEYS, readFormula } from './read-formula.js';
import { CALENDAR_KEYS, readCalendar } from './read-calendar.js';
import { CatalogueFileError, messageOf, Section } from './section.js';

const FILE_BYTES_MAX = 16 * 1024 * 1024;
const WARNING_SHARE = 0.9;

const CATALOGUE_KEYS = ['version', 'calendars', 'departments', 'officers', 'serviceItems', 'assessmentFormulas'];
const ITEM_KEYS = ['code', 'name', 'calendar', 'route', 'promised', 'statutory', 'urgent', 'clockStart', 'warningShare'];

/**
 * Reads a catalogue file: see catalogue/default.yaml for its form.
 * @throws CatalogueFileError that names the file and the entry.
 */
export function loadCatalogueFile(path: string): Catalogue {
  try {
    return catalogueOf(new Section(parse(read(path)), 'catalogue', CATALOGUE_KEYS), dirname(path));
  } catch (error) {
    throw new CatalogueFileError(`Catalogue ${path}`, messageOf(error));
  }
}

function read(path: string): string {
  const { size } = statSync(path);
  if (size > FILE_BYTES_MAX) throw new RangeError(`${size} bytes; at most ${FILE_BYTES_MAX}`);
  return readFileSync(path, 'utf8');
}

function catalogueOf(file: Section, folder: string): Catalogue {
  return {
    version: file.text('version'),
    calendars: file.sections('calendars', 'id', CALENDAR_KEYS).map((section) => readCalendar(section, folder)),
    departments: file
      .sections('departments', 'id', ['id', 'name', 'parent'])
      .map((section) => ({ departmentId: section.text('id'), name: section.text('name'), parentId: section.textOr('parent', null) })),
    officers: file
      .sections('officers', 'id', ['id', 'name'])
      .map((section) => ({ officerId: section.text('id'), name: section.text('name') })),
    serviceItems: file.sections('serviceItems', 'code', ITEM_KEYS).map(readServiceItem),
    ...(file.has('assessmentFormulas') && { assessmentFormulas: file.sections('assessmentFormulas', 'id', FORMULA_KEYS).map(readFormula) }),
  };
}

function readServiceItem(section: Section): Catalogue['serviceItems'][number] {
  const clockStart = section.textOr('clockStart', 'RECEIPT');
  if (clockStart !== 'RECEIPT' && clockStart !== 'ACCEPTANCE') throw section.fault('clockStart', 'must be RECEIPT or ACCEPTANCE');
  const normal = limitsOf(section);
  const limits = section.has('urgent') ? { NORMAL: normal, URGENT: limitsOf(section.section('urgent', ['promised', 'statutory'])) } : { NORMAL: normal };
  return {
    code: section.text('code'),
    name: section.text('name'),
    limits,
    route: section.texts('route'),
    calendarId: section.text('calendar'),
    clockStart,
    warningShare: section.numberOr('warningShare', WARNING_SHARE),
  };
}

const limitsOf = (section: Section): ItemLimits => ({ promised: limitOf(section, 'promised'), statutory: limitOf(section, 'statutory') });

function limitOf(section: Section, key: string): Limit | null {
  const text = section.textOr(key, null);
  if (text === null) return null;
  try {
    return parseLimit(text);
  } catch (error) {
    throw section.fault(key, messageOf(error));
  }
}
