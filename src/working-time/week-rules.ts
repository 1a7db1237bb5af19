import type { Span, Week } from './calendar.js';
import { DAY_MS, WEEKDAYS } from './local-day.js';

export const SPANS_A_DAY_MAX = 12;
const CLOCK = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** Milliseconds since the local midnight; `null` when the text is not 'HH:MM' between 00:00 and 24:00. */
export function clockMs(text: string): number | null {
  const parts = CLOCK.exec(text);
  if (parts === null) return null;
  return parts[1] === undefined ? DAY_MS : (Number(parts[1]) * 60 + Number(parts[2])) * 60_000;
}

/** What is wrong with the spans of one day, as a sentence; `null` when they are ascending, apart and well written. */
export function validateSpans(spans: readonly Span[]): string | null {
  if (!isList(spans)) return 'opening spans must be a list';
  if (spans.length > SPANS_A_DAY_MAX) return `${spans.length} spans on one day; at most ${SPANS_A_DAY_MAX}`;
  let openUntil = 0;
  for (const { from, until } of spans) {
    const [fromMs, untilMs] = [clockMs(from), clockMs(until)];
    if (fromMs === null || fromMs === DAY_MS) return `'${clip(from)}' is not a time from 00:00 to 23:59`;
    if (untilMs === null) return `'${clip(until)}' is not a time from 00:00 to 24:00`;
    if (untilMs <= fromMs) return `the span ${from}-${until} does not end after it begins`;
    if (fromMs < openUntil) return `the span ${from}-${until} begins before the one before it ends`;
    openUntil = untilMs;
  }
  return null;
}

/** What is wrong with a week, as a sentence; `null` when nothing is. A week that never opens has no due instants. */
export function validateWeek(week: Week): string | null {
  let spanCount = 0;
  for (const [weekday, spans] of Object.entries(week)) {
    if (!WEEKDAYS.some((known) => known === weekday)) return `'${clip(weekday)}' is not a weekday (${WEEKDAYS.join(', ')})`;
    const fault = validateSpans(spans);
    if (fault !== null) return `${weekday}: ${fault}`;
    spanCount += spans.length;
  }
  return spanCount === 0 ? 'the week has no opening span' : null;
}

// What comes from a file may not be what its type says; as a type guard it would make the spans `any`.
const isList = (value: unknown): boolean => Array.isArray(value);
const clip = (value: unknown): string => String(value).slice(0, 40);
