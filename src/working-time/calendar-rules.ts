import type { CalendarDefinition } from './calendar.js';
import { isDate } from './local-day.js';
import { validateSpans, validateWeek } from './week-rules.js';
import { isValidZone } from './zone-rules.js';

const WEEKS_MAX = 1_000;
const OVERRIDES_MAX = 20_000;

/** What is wrong with a definition, as a sentence; `null` when it can be compiled. */
export function validateCalendar(definition: CalendarDefinition): string | null {
  const { zone, announcedThrough } = definition;
  if (!isValidZone(zone)) return `'${zone.slice(0, 64)}' is not an IANA time zone`;
  if (announcedThrough !== null && !isDate(announcedThrough)) return `announcedThrough '${announcedThrough}' is not a date`;
  return weeksFault(definition.weeks) ?? overridesFault(definition.overrides);
}

function weeksFault(weeks: CalendarDefinition['weeks']): string | null {
  if (weeks.length > WEEKS_MAX) return `${weeks.length} weeks; at most ${WEEKS_MAX}`;
  const [first, ...later] = weeks;
  if (first?.effectiveFrom !== null) return 'the first week must be effective since always (effectiveFrom null)';
  let before = '';
  for (const { effectiveFrom } of later) {
    if (effectiveFrom === null || !isDate(effectiveFrom)) return `effectiveFrom '${effectiveFrom}' is not a date`;
    if (effectiveFrom <= before) return `the weeks must ascend by effectiveFrom; ${effectiveFrom} comes after ${before}`;
    before = effectiveFrom;
  }
  return weeks.map(({ week }) => validateWeek(week)).find((fault) => fault !== null) ?? null;
}

function overridesFault(overrides: CalendarDefinition['overrides']): string | null {
  const entries = Object.entries(overrides);
  if (entries.length > OVERRIDES_MAX) return `${entries.length} overrides; at most ${OVERRIDES_MAX}`;
  for (const [date, { spans }] of entries) {
    if (!isDate(date)) return `override '${date.slice(0, 40)}' is not a date`;
    const fault = validateSpans(spans);
    if (fault !== null) return `override ${date}: ${fault}`;
  }
  return null;
}
