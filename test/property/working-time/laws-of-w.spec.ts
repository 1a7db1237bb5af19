import fc from 'fast-check';
import { compileCalendar } from '../../../src/working-time/compile-calendar.js';
import { instantIn, instantsIn, world, type World } from './arbitraries.js';

const RUNS = { numRuns: 100 };
const withInstants = (count: number): fc.Arbitrary<{ place: World; times: number[] }> =>
  world.chain((place) => fc.record({ place: fc.constant(place), times: instantsIn(place, count) }));

describe('working time, for every calendar', () => {
  it('never decreases, and never runs faster than the clock', () => {
    fc.assert(
      fc.property(withInstants(30), ({ place, times }) => {
        const calendar = compileCalendar(place.definition);
        for (const [i, t] of times.entries()) {
          const worked = calendar.workingMsUpTo(t) - calendar.workingMsUpTo(times[i - 1] ?? t);
          expect(worked).toBeGreaterThanOrEqual(0);
          expect(worked).toBeLessThanOrEqual(t - (times[i - 1] ?? t));
        }
      }),
      RUNS,
    );
  });

  it('is met again at the instant that is asked for it: W(W⁻¹(v)) = v, and not a millisecond earlier', () => {
    const question = withInstants(2).chain(({ place, times }) =>
      fc.record({ place: fc.constant(place), times: fc.constant(times), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    );
    fc.assert(
      fc.property(question, ({ place, times: [a, b], share }) => {
        const calendar = compileCalendar(place.definition);
        const [low, high] = [calendar.workingMsUpTo(a!), calendar.workingMsUpTo(b!)];
        for (const v of [low, high, low + Math.round((high - low) * share)].filter((value) => value > 0)) {
          const instant = calendar.earliestInstantWith(v);
          expect(calendar.workingMsUpTo(instant)).toBe(v);
          expect(calendar.workingMsUpTo(instant - 1)).toBe(v - 1);
        }
      }),
      RUNS,
    );
  });

  it('is reached no later than now: W⁻¹(W(t)) ≤ t', () => {
    fc.assert(
      fc.property(withInstants(30), ({ place, times }) => {
        const calendar = compileCalendar(place.definition);
        for (const t of times) expect(calendar.earliestInstantWith(calendar.workingMsUpTo(t))).toBeLessThanOrEqual(t);
      }),
      RUNS,
    );
  });

  it('adds up exactly, however the interval is cut', () => {
    fc.assert(
      fc.property(withInstants(30), ({ place, times }) => {
        const calendar = compileCalendar(place.definition);
        const pieces = times.slice(1).map((t, i) => calendar.workingMsUpTo(t) - calendar.workingMsUpTo(times[i]!));
        const whole = calendar.workingMsUpTo(times.at(-1)!) - calendar.workingMsUpTo(times[0]!);
        expect(pieces.reduce((sum, piece) => sum + piece, 0)).toBe(whole);
        expect(pieces.every(Number.isInteger)).toBe(true);
      }),
      RUNS,
    );
  });

  it('equals the clock when the doors are always open', () => {
    const week = Object.fromEntries(
      ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'].map((day) => [day, [{ from: '00:00', until: '24:00' }]]),
    );
    fc.assert(
      fc.property(
        world.chain((place) => fc.tuple(fc.constant(place), instantIn(place), instantIn(place))),
        ([place, a, b]) => {
          const calendar = compileCalendar({ ...place.definition, overrides: {}, weeks: [{ effectiveFrom: null, week }] });
          expect(calendar.workingMsUpTo(b) - calendar.workingMsUpTo(a)).toBe(b - a);
        },
      ),
      RUNS,
    );
  });
});
