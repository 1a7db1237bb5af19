import { isValidZone } from '../../working-time/zone-rules.js';
import { byCodePoints } from './figures/dimensions.js';
import { QuestionRefused } from './figures/question-refused.js';
import type { KnownCalendar } from './grouping-of.js';

/** The zone of a question's days, weeks and longer: the one it names, else the one that all calendars are in; UTC without any. */
export function zoneOf(asked: string | null, calendars: readonly KnownCalendar[]): string {
  if (asked !== null) {
    if (isValidZone(asked)) return asked;
    throw new QuestionRefused('UNKNOWN_ZONE', 'zone takes an IANA time zone, e.g. "Asia/Shanghai".', 'zone 须为 IANA 时区名，如 "Asia/Shanghai"。');
  }
  const zones = [...new Set(calendars.filter(({ current }) => current).map(({ definition }) => definition.zone))].sort(byCodePoints);
  if (zones.length <= 1) return zones[0] ?? 'UTC';
  const named = zones.slice(0, ZONES_NAMED_MAX).join(', ');
  throw new QuestionRefused('ZONE_NEEDED', `The calendars are in several zones (${named}): say in "zone" whose days are meant.`, `工作日历使用多个时区（${named}）：请用 zone 指明按哪个时区划分。`);
}
const ZONES_NAMED_MAX = 20;
