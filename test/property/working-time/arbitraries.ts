import fc from 'fast-check';
import type { CalendarDefinition, DateOverride, Span, Week } from '../../../src/working-time/calendar.js';
import type { ClockHistory, Limit, LimitUnit } from '../../../src/working-time/limit.js';
import { WEEKDAYS } from '../../../src/working-time/local-day.js';

export const DAY_MS = 86_400_000;

/** Zones with the years in which their clocks do something odd. */
const ZONES = [
  { zone: 'America/New_York', from: '2010-01-01', days: 6000 },
  { zone: 'Europe/Stockholm', from: '2010-01-01', days: 6000 },
  { zone: 'Asia/Shanghai', from: '1986-01-01', days: 2200 }, // summer time until 1991
  { zone: 'Australia/Lord_Howe', from: '2010-01-01', days: 6000 }, // half an hour
  { zone: 'Pacific/Apia', from: '2011-10-01', days: 180 }, // without 30 December 2011
  { zone: 'America/St_Johns', from: '2005-01-01', days: 2400 }, // changed at one minute past midnight until 2011
];

const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Any minutes, with many between midnight and 04:00, where clocks change. */
const minute = fc.oneof(fc.integer({ min: 0, max: 1440 }), fc.integer({ min: 0, max: 240 }), fc.constantFrom(0, 1440));
const spans: fc.Arbitrary<readonly Span[]> = fc.uniqueArray(minute, { maxLength: 8 }).map((minutes) => {
  const bounds = minutes.slice(0, minutes.length - (minutes.length % 2)).sort((a, b) => a - b);
  return Array.from({ length: bounds.length / 2 }, (_, i) => ({ from: clock(bounds[2 * i]!), until: clock(bounds[2 * i + 1]!) }));
});

const week: fc.Arbitrary<Week> = fc.tuple(fc.array(spans, { minLength: 7, maxLength: 7 }), fc.nat(6)).map(([days, sure]) => ({
  ...Object.fromEntries(WEEKDAYS.map((weekday, i) => [weekday, days[i]!])),
  [WEEKDAYS[sure]!]: [{ from: '09:00', until: '17:00' }],
}));

export interface World {
  readonly definition: CalendarDefinition;
  /** Whole milliseconds inside the years of the zone. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/** A calendar with a handful of overrides, and the time in which to ask it. */
export const world: fc.Arbitrary<World> = fc.constantFrom(...ZONES).chain(({ zone, from, days }) => {
  const fromMs = Date.parse(from);
  const date = fc.nat(days).map((day) => new Date(fromMs + day * DAY_MS).toISOString().slice(0, 10));
  const override: fc.Arbitrary<DateOverride> = fc.oneof(
    fc.constant({ spans: [], name: 'holiday' }),
    spans.map((on) => ({ spans: on })),
  );
  return fc.record({ week, overrides: fc.dictionary(date, override, { maxKeys: 12 }) }).map(({ week: weekly, overrides }) => ({
    definition: {
      calendarId: 'any',
      version: 1,
      zone,
      weeks: [{ effectiveFrom: null, week: weekly }],
      overrides,
      announcedThrough: null,
    },
    fromMs,
    untilMs: fromMs + days * DAY_MS,
  }));
});

export const instantIn = ({ fromMs, untilMs }: World): fc.Arbitrary<number> => fc.integer({ min: fromMs, max: untilMs });

/** Instants in ascending order, within some weeks of each other. */
export const instantsIn = (place: World, count: number): fc.Arbitrary<number[]> =>
  fc
    .tuple(instantIn(place), fc.array(fc.integer({ min: 0, max: 40 * DAY_MS }), { minLength: count, maxLength: count }))
    .map(([first, gaps]) => gaps.map((gap) => first + gap).sort((a, b) => a - b));

const units: readonly LimitUnit[] = ['WORKING_HOUR', 'WORKING_DAY', 'CALENDAR_DAY'];
export const limit = (amountMin: number): fc.Arbitrary<Extract<Limit, { amount: number }>> =>
  fc.record({ unit: fc.constantFrom(...units), amount: fc.integer({ min: amountMin, max: 45 }) });

export const unbroken = (startMs: number): ClockHistory => ({ startMs, suspensions: [], extensions: [] });
