import type { CalendarDefinition, DateOverride, Span, Week } from './calendar.js';
import { WEEKDAYS, localDayOf, weekdayIndexOf, type LocalDay } from './local-day.js';
import { clockMs } from './week-rules.js';

/** A span of one day in milliseconds since its local midnight. */
export interface PlannedSpan {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** When the doors should be open on a date, by the definition alone; what summer time makes of it comes later. */
export interface OpeningPlan {
  spansOn(day: LocalDay): readonly PlannedSpan[];
  weeklySpansOn(day: LocalDay): readonly PlannedSpan[];
  overrideOn(day: LocalDay): DateOverride | undefined;
}

/** Wants a valid definition. */
export function openingPlan(definition: CalendarDefinition): OpeningPlan {
  const weeks = definition.weeks
    .map(({ effectiveFrom, week }) => ({ from: effectiveFrom === null ? -Infinity : localDayOf(effectiveFrom), days: plannedWeek(week) }))
    .reverse();
  const overrides = new Map(
    Object.entries(definition.overrides).map(([date, override]) => [localDayOf(date), { override, spans: override.spans.map(planned) }]),
  );
  const weeklySpansOn = (day: LocalDay): readonly PlannedSpan[] => weeks.find(({ from }) => from <= day)?.days[weekdayIndexOf(day)] ?? [];
  return {
    weeklySpansOn,
    overrideOn: (day) => overrides.get(day)?.override,
    spansOn: (day) => overrides.get(day)?.spans ?? weeklySpansOn(day),
  };
}

const plannedWeek = (week: Week): readonly (readonly PlannedSpan[])[] => WEEKDAYS.map((weekday) => (week[weekday] ?? []).map(planned));

function planned(span: Span): PlannedSpan {
  const [fromMs, untilMs] = [clockMs(span.from), clockMs(span.until)];
  if (fromMs === null || untilMs === null) throw new RangeError(`Not an opening span: ${span.from}-${span.until}`);
  return { fromMs, untilMs };
}
