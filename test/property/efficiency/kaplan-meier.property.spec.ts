import fc from 'fast-check';
import { doneShare, kaplanMeier, type TimeRow } from '../../../src/efficiency/read-model/figures/survival/kaplan-meier.js';
import { HALF, quantileOf, type Share } from '../../../src/efficiency/read-model/figures/survival/quantile.js';

interface Seen {
  readonly time: number;
  readonly done: boolean;
}
const time = fc.integer({ min: 0, max: 12 });
const cohort = fc.array(fc.record({ time, done: fc.boolean() }), { minLength: 1, maxLength: 40 });
const share: fc.Arbitrary<Share> = fc.integer({ min: 1, max: 12 }).chain((whole) => fc.record({ part: fc.integer({ min: 1, max: whole }), whole: fc.constant(whole + 1) }));

const rowsOf = (seen: readonly Seen[]): readonly TimeRow[] => [...Map.groupBy(seen, (one) => one.time)].sort(([a], [b]) => a - b)
  .map(([at, of]) => ({ time: at, events: of.filter(({ done }) => done).length, censored: of.filter(({ done }) => !done).length }));

/** The textbook's product, one person after the other, in fractions of whole numbers. */
function quantileByHand(seen: readonly Seen[], { part, whole }: Share): number | null {
  const times = [...new Set(seen.filter(({ done }) => done).map((one) => one.time))].sort((a, b) => a - b);
  let [over, under, exactSince] = [1n, 1n, null as number | null];
  for (const at of times) {
    if (exactSince !== null) return (exactSince + at) / 2;
    const atRisk = seen.filter((one) => one.time >= at).length;
    over *= BigInt(atRisk - seen.filter((one) => one.done && one.time === at).length);
    under *= BigInt(atRisk);
    const difference = over * BigInt(whole) - under * BigInt(whole - part);
    if (difference < 0n) return at;
    if (difference === 0n) exactSince = at;
  }
  return exactSince === null ? null : (exactSince + Math.max(...seen.map((one) => one.time))) / 2;
}

/** As everybody computes the median of a list. */
function plainMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

describe('the Kaplan-Meier curve of any cohort', () => {
  it('has the plain median where nobody is open', () => {
    fc.assert(fc.property(fc.array(time, { minLength: 1, maxLength: 60 }), (values) => {
      expect(quantileOf(kaplanMeier(rowsOf(values.map((at) => ({ time: at, done: true })))), HALF)).toBe(plainMedian(values));
    }));
  });

  it('has every quantile that the textbook’s product has in fractions', () => {
    fc.assert(fc.property(cohort, share, (seen, done) => {
      expect(quantileOf(kaplanMeier(rowsOf(seen)), done)).toBe(quantileByHand(seen, done));
    }), { numRuns: 500 });
  });

  it('never looks better for requests that are open longer', () => {
    fc.assert(fc.property(cohort, time, (seen, more) => {
      const waiting = seen.map((one) => (one.done ? one : { ...one, time: one.time + more }));
      const doneBy = (of: readonly Seen[], at: number): number => {
        const curve = kaplanMeier(rowsOf(of));
        const step = curve.steps.findLast((one) => one.time <= at);
        return step === undefined ? 0 : doneShare(curve, step);
      };
      for (let at = 0; at <= 12; at += 1) expect(doneBy(waiting, at)).toBeLessThanOrEqual(doneBy(seen, at) + 1e-12);
    }));
  });
});
