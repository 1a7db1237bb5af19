import type { CatalogueCalendar } from '../../reference-data/domain/catalogue.js';
import type { Limit, LimitUnit } from '../../working-time/limit.js';
import { validateLimit } from '../../working-time/limit-rules.js';
import { isValidZone } from '../../working-time/zone-rules.js';
import { parseWeek } from '../../working-time/parse-week.js';
import { Fields, type Problems } from './fields.js';

const UNITS: readonly LimitUnit[] = ['WORKING_HOUR', 'WORKING_DAY', 'CALENDAR_DAY'];

/** The id of a calendar that is known already, or `{ id, zone, week }`, without holidays. */
export function calendarSpec(file: Fields, problems: Problems): { calendarId: string; calendar: CatalogueCalendar | null } {
  const known = file.raw('calendar');
  if (typeof known === 'string') return { calendarId: known, calendar: null };
  const spec = new Fields('calendar', known, ['id', 'zone', 'week'], problems);
  if (known === undefined) file.wrong('calendar', 'is missing');
  const calendarId = spec.requiredText('id');
  const zone = zoneOf(spec, 'zone') ?? 'UTC';
  try {
    const week = parseWeek(spec.requiredText('week'));
    return { calendarId, calendar: { calendarId, zone, week, overrides: {}, announcedThrough: null } };
  } catch (error) {
    spec.wrong('week', `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return { calendarId, calendar: null };
  }
}

/** A checked IANA name; undefined when absent. */
export function zoneOf(spec: Fields, key: string): string | undefined {
  const zone = spec.text(key);
  if (zone !== undefined && !isValidZone(zone)) spec.wrong(key, `"${zone}" is not an IANA time zone, e.g. Asia/Shanghai`);
  return zone !== undefined && isValidZone(zone) ? zone : undefined;
}

/** `{ amount, unit }`, or null: the item has no such limit. */
export function limitSpec(limits: Fields, key: string, problems: Problems): Limit | null {
  if (!limits.has(key)) return null;
  const spec = new Fields(limits.at(key), limits.raw(key), ['amount', 'unit'], problems);
  const amount = spec.number('amount');
  const unit = spec.oneOf('unit', UNITS);
  if (amount === undefined && !spec.has('amount')) spec.wrong('amount', 'is missing');
  if (unit === undefined && !spec.has('unit')) spec.wrong('unit', 'is missing');
  if (amount === undefined || unit === undefined) return null;
  const fault = validateLimit({ amount, unit });
  if (fault !== null) spec.wrong('amount', `cannot be used: ${fault}`);
  return { amount, unit };
}
