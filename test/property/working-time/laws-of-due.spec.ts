import fc from 'fast-check';
import { compileCalendar } from '../../../src/working-time/compile-calendar.js';
import { dueOf, explainDue } from '../../../src/working-time/due.js';
import type { ClockHistory, Limit } from '../../../src/working-time/limit.js';
import type { WorkingCalendar } from '../../../src/working-time/working-calendar.js';
import { DAY_MS, instantIn, instantsIn, limit, unbroken, world, type World } from './arbitraries.js';

/** Compiling a calendar is what takes long: few of them, with several requests each. */
const RUNS = { numRuns: 50 };
const THREE = { minLength: 3, maxLength: 3 };
type Extension = ClockHistory['extensions'][number];

/** What was known at `t`: a suspension that runs there has no end yet, one that begins there has not begun. */
function knownAt(history: ClockHistory, t: number): ClockHistory {
  const suspensions = history.suspensions
    .filter(({ fromMs }) => fromMs < t)
    .map((suspension) => ({ ...suspension, untilMs: suspension.untilMs !== null && suspension.untilMs > t ? null : suspension.untilMs }));
  return { ...history, suspensions, extensions: history.extensions.filter(({ atMs }) => atMs <= t) };
}

/** Leaves out the extensions that would be refused because the limit had passed. */
function granted(wanted: Limit, history: ClockHistory, calendar: WorkingCalendar): ClockHistory {
  const extensions: Extension[] = [];
  for (const extension of history.extensions) {
    const { dueMs } = dueOf(wanted, knownAt({ ...history, extensions: [...extensions] }, extension.atMs), calendar);
    if (dueMs === null || extension.atMs < dueMs) extensions.push(extension);
  }
  return { ...history, extensions };
}

/** A request with two suspensions and two extensions in any order, and two moments at which it might be completed. */
const lifeIn = (place: World) =>
  fc.record({
    startMs: instantIn(place),
    limit: limit(0),
    explicit: fc.option(fc.integer({ min: -2 * DAY_MS, max: 30 * DAY_MS })),
    pauses: instantsIn({ ...place, fromMs: 0, untilMs: 20 * DAY_MS }, 4),
    grants: fc.array(fc.record({ after: fc.integer({ min: 0, max: 40 * DAY_MS }), amount: fc.integer({ min: 0, max: 5 }) }), {
      maxLength: 2,
    }),
    ends: fc.tuple(fc.integer({ min: 0, max: 70 * DAY_MS }), fc.integer({ min: 1, max: 20 * DAY_MS })),
  });
const lives = world.chain((place) => fc.record({ place: fc.constant(place), requests: fc.array(lifeIn(place), THREE) }));
type Life = ReturnType<typeof lifeIn> extends fc.Arbitrary<infer T> ? T : never;

function clockOf({ startMs, limit: counted, explicit, pauses, grants }: Life): { limit: Limit; history: ClockHistory } {
  const iso = (ms: number) => new Date(ms).toISOString();
  const [a, b, c, d] = pauses.map((after) => startMs + after);
  const extensions = [...grants]
    .sort((x, y) => x.after - y.after)
    .map(({ after, amount }): Extension =>
      explicit === null ? { atMs: startMs + after, amount } : { atMs: startMs + after, dueAt: iso(startMs + after + amount * DAY_MS) },
    );
  return {
    limit: explicit === null ? counted : { unit: 'INSTANT', dueAt: iso(startMs + explicit) },
    history: {
      startMs,
      extensions,
      suspensions: [
        { fromMs: a!, untilMs: b!, cause: 'APPLICANT' },
        { fromMs: c!, untilMs: d!, cause: 'STATUTORY' },
      ],
    },
  };
}

describe('a due instant, for every calendar', () => {
  it('never comes earlier by another holiday, for n ≥ 1 and no suspension', () => {
    const asked = fc.array(fc.tuple(limit(1), fc.nat(60), fc.nat(5)), THREE);
    const cases = world.chain((place) => fc.tuple(fc.constant(place), instantIn(place), asked));
    fc.assert(
      fc.property(cases, ([{ definition }, holidayMs, requests]) => {
        const date = new Date(holidayMs).toISOString().slice(0, 10);
        const holiday = { ...definition, overrides: { ...definition.overrides, [date]: { spans: [], name: 'another' } } };
        const [calendar, withHoliday] = [compileCalendar(definition), compileCalendar(holiday)];
        for (const [wanted, daysBefore, extra] of requests) {
          const startMs = holidayMs - daysBefore * DAY_MS;
          const history = { ...unbroken(startMs), extensions: [{ atMs: startMs, amount: extra }] };
          expect(dueOf(wanted, history, withHoliday).dueMs!).toBeGreaterThanOrEqual(dueOf(wanted, history, calendar).dueMs!);
        }
      }),
      RUNS,
    );
  });

  it('does not turn late into on time when the completion comes later', () => {
    let lateCount = 0;
    fc.assert(
      fc.property(lives, ({ place, requests }) => {
        const calendar = compileCalendar(place.definition);
        for (const life of requests) {
          const { limit: wanted, history: asked } = clockOf(life);
          const history = granted(wanted, asked, calendar);
          const [earlier, later] = [life.startMs + life.ends[0], life.startMs + life.ends[0] + life.ends[1]];
          const open = (t: number) => history.suspensions.every(({ fromMs, untilMs }) => t <= fromMs || t >= untilMs!);
          if (!open(earlier) || !open(later)) continue;
          const late = (t: number) => t > dueOf(wanted, knownAt(history, t), calendar).dueMs!;
          if (!late(earlier)) continue;
          lateCount += 1;
          expect(late(later)).toBe(true);
        }
      }),
      RUNS,
    );
    expect(lateCount).toBeGreaterThan(10);
  });

  it('never comes earlier by a suspension or a longer extension in the same unit', () => {
    fc.assert(
      fc.property(lives, ({ place, requests }) => {
        const calendar = compileCalendar(place.definition);
        for (const life of requests) {
          const { limit: wanted, history } = clockOf(life);
          const withAll = dueOf(wanted, history, calendar).dueMs!;
          const [first] = history.suspensions;
          expect(withAll).toBeGreaterThanOrEqual(dueOf(wanted, { ...history, suspensions: [first!] }, calendar).dueMs!);
          expect(withAll).toBeGreaterThanOrEqual(dueOf(wanted, { ...history, suspensions: [] }, calendar).dueMs!);
          if (wanted.unit !== 'INSTANT')
            expect(withAll).toBeGreaterThanOrEqual(dueOf(wanted, { ...history, extensions: [] }, calendar).dueMs!);
        }
      }),
      RUNS,
    );
  });

  it('is the same with its explanation, and the steps that counted say how far it moved', () => {
    fc.assert(
      fc.property(lives, ({ place, requests }) => {
        const calendar = compileCalendar(place.definition);
        for (const life of requests) {
          const { limit: wanted, history } = clockOf(life);
          const { due, steps } = explainDue(wanted, history, calendar);
          expect(due).toEqual(dueOf(wanted, history, calendar));
          const suspendedMs = steps.reduce(
            (sum, step) =>
              step.step === 'SUSPENSION' && step.counted
                ? sum + calendar.workingMsUpTo(step.untilMs!) - calendar.workingMsUpTo(step.fromMs)
                : sum,
            0,
          );
          expect(due.usedFromW - calendar.workingMsUpTo(life.startMs)).toBe(suspendedMs);
          expect(due.budgetMs).toBe(calendar.workingMsUpTo(due.dueMs!) - due.usedFromW);
        }
      }),
      RUNS,
    );
  });
});
