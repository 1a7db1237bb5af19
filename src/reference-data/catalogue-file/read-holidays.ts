import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Holiday } from '../../working-time/holidays.js';
import { CatalogueFileError } from './section.js';

const YEAR_FILE = /^\d{4}\.json$/;
const YEARS_MAX = 200;
const DAYS_A_YEAR_MAX = 400;

/**
 * All days of the yearly files `YYYY.json` of a folder, oldest first: `{ "days": [{ "name", "date", "isOffDay" }] }`.
 * @throws CatalogueFileError naming the file.
 */
export function readHolidays(folder: string): Holiday[] {
  const files = readdirSync(folder).filter((name) => YEAR_FILE.test(name)).sort();
  if (files.length === 0 || files.length > YEARS_MAX) throw new CatalogueFileError(folder, `holds ${files.length} files named YYYY.json`);
  return files.flatMap((name) => readYear(join(folder, name)));
}

function readYear(file: string): Holiday[] {
  const { days } = JSON.parse(readFileSync(file, 'utf8')) as { days?: unknown };
  if (!Array.isArray(days) || days.length > DAYS_A_YEAR_MAX) throw new CatalogueFileError(file, `must have a list 'days' of at most ${DAYS_A_YEAR_MAX}`);
  return days.map((day: Partial<Holiday> | null) => {
    const { name, date, isOffDay } = day ?? {};
    if (typeof name === 'string' && typeof date === 'string' && typeof isOffDay === 'boolean') return { name, date, isOffDay };
    throw new CatalogueFileError(file, `a day needs name, date and isOffDay: ${JSON.stringify(day)}`);
  });
}
