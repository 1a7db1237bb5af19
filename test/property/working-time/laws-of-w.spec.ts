import fc from 'fast-check';
import { compileCalendar } from '../../../src/working-time/compile-calendar.js';
import { instantIn, instantsIn, world, type World } from './arbitraries.js';

/** Compiling a calendar is what takes long: few of them, asked about many instants. */
const RUNS = { numRuns: 50 };
const withInstants = (count: number): fc.Arbitrary<{ place: World; times: number[] }> =>
  world.chain((place) => fc.record({ place: fc.constant(place), times: instantsIn(place, count) }));

describe('working time, for every calendar', () => {
  it('never decreases, and never runs faster than the clock', () => {
    fc.assert(
      fc.property(withInstants(60), ({ place, times }) => {
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
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 2 });
    const question = withInstants(4).chain(({ place, times }) => fc.record({ place: fc.constant(place), times: fc.constant(times), shares }));
    fc.assert(
      fc.property(question, ({ place, times, shares: cuts }) => {
        const calendar = compileCalendar(place.definition);
        const worked = times.map((t) => calendar.workingMsUpTo(t));
        const between = cuts.map((share, i) => worked[2 * i]! + Math.round((worked[2 * i + 1]! - worked[2 * i]!) * share));
        for (const v of [...worked, ...between].filter((value) => value > 0)) {
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
      fc.property(withInstants(60), ({ place, times }) => {
        const calendar = compileCalendar(place.definition);
        for (const t of times) expect(calendar.earliestInstantWith(calendar.workingMsUpTo(t))).toBeLessThanOrEqual(t);
      }),
      RUNS,
    );
  });

  it('adds up exactly, however the interval is cut', () => {
    fc.assert(
      fc.property(withInstants(60), ({ place, times }) => {
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
        world.chain((place) => fc.tuple(fc.constant(place), fc.array(fc.tuple(instantIn(place), instantIn(place)), { minLength: 2, maxLength: 2 }))),
        ([place, pairs]) => {
          const calendar = compileCalendar({ ...place.definition, overrides: {}, weeks: [{ effectiveFrom: null, week }] });
          for (const [a, b] of pairs) expect(calendar.workingMsUpTo(b) - calendar.workingMsUpTo(a)).toBe(b - a);
        },
      ),
      RUNS,
    );
  });
});
