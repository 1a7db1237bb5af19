import { doneShare, kaplanMeier, stepAt, type TimeRow } from '../../../src/efficiency/read-model/figures/survival/kaplan-meier.js';
import { compareOpenShare, HALF, quantileOf } from '../../../src/efficiency/read-model/figures/survival/quantile.js';

/** '6 6 6 6+' is three times done after 6 and once still open when last seen after 6. */
function rowsOf(text: string): readonly TimeRow[] {
  const seen = text.trim().split(/\s+/).map((one) => ({ time: Number.parseFloat(one), open: one.endsWith('+') }));
  return [...Map.groupBy(seen, ({ time }) => time)].sort(([a], [b]) => a - b)
    .map(([time, of]) => ({ time, events: of.filter(({ open }) => !open).length, censored: of.filter(({ open }) => open).length }));
}
const curveOf = (text: string) => kaplanMeier(rowsOf(text));
const medianOf = (text: string) => quantileOf(curveOf(text), HALF);
const shareDone = (part: number, whole: number) => ({ part, whole });

/**
 * Weeks of remission of leukaemia patients, 6-MP and placebo: Freireich et al., Blood 21 (1963) 699; worked through in Kleinbaum
 * and Klein, Survival Analysis: A Self-Learning Text, chapter 2.
 */
const TREATED = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+';
const PLACEBO = '1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23';

describe('the Kaplan-Meier curve', () => {
  it('is that of the textbook for the treated patients, with 12 of 21 still in remission when last seen', () => {
    const { steps, n, events, observedUntil } = curveOf(TREATED);
    expect([n, events, observedUntil]).toEqual([21, 9, 35]);
    expect(steps.map(({ time, atRisk, events: done }) => [time, atRisk, done])).toEqual([
      [6, 21, 3], [7, 17, 1], [10, 15, 1], [13, 12, 1], [16, 11, 1], [22, 7, 1], [23, 6, 1],
    ]);
    // 18/21, then times 16/17, 14/15, 11/12, 10/11, 6/7, 5/6.
    const book = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482];
    expect(steps.map(({ open }) => open.toFixed(4))).toEqual(book.map((share) => share.toFixed(4)));
  });

  it('is without anybody censored the plain share that is not done yet', () => {
    const { steps } = curveOf(PLACEBO);
    expect(steps.map(({ time, open }) => [time, open])).toEqual(
      [[1, 19], [2, 17], [3, 16], [4, 14], [5, 12], [8, 8], [11, 6], [12, 4], [15, 3], [17, 2], [22, 1], [23, 0]].map(([time, left]) => [time, left! / 21]),
    );
  });

  it('has the medians of the textbook: 23 weeks against 8', () => {
    expect([medianOf(TREATED), medianOf(PLACEBO)]).toEqual([23, 8]);
  });

  it('counts what is last seen at the very time of an event as still waiting just before it', () => {
    expect(curveOf('5 5+').steps).toEqual([expect.objectContaining({ atRisk: 2, open: 0.5 })]);
    expect(curveOf('4+ 5').steps).toEqual([expect.objectContaining({ atRisk: 1, open: 0 })]);
  });

  it('says the share done by a time, as a plain fraction where nobody was censored before', () => {
    const curve = curveOf('1 2 3 4 5 6 7 8 9 10');
    expect(doneShare(curve, stepAt(curve, 1)!)).toBe(0.1);
    expect(doneShare(curve, stepAt(curve, 3.5)!)).toBe(0.3);
    expect(stepAt(curve, 0.5)).toBeNull();
    const treated = curveOf(TREATED);
    expect(doneShare(treated, stepAt(treated, 12)!)).toBeCloseTo(1 - (18 / 21) * (16 / 17) * (14 / 15), 12);
  });
});

describe('the median of the curve', () => {
  it('is the midpoint of the interval on which exactly one half is open', () => {
    expect(medianOf('10 20 40 80')).toBe(30);
    // 6/9, then 6/9 × 3/4 = 1/2 from 20 to 50, though two were last seen at 12 and one at 30.
    expect(medianOf('10 10 10 12+ 12+ 20 30+ 50 70')).toBe(35);
  });

  it('is the first instant below one half where the curve jumps over it', () => {
    expect(medianOf('10 20 30')).toBe(20);
    expect(medianOf('10 20 20 80')).toBe(20);
  });

  it('is unknown while more than half are open for as long as anybody was seen', () => {
    expect(medianOf('10 20+ 20+ 30+')).toBeNull();
    expect(medianOf('10+')).toBeNull();
    expect(quantileOf(kaplanMeier([]), HALF)).toBeNull();
  });

  it('takes an interval that nothing ends to where anybody was last seen', () => {
    expect(medianOf('10 20 30+ 50+')).toBe(35);
    expect(medianOf('10 10+')).toBe(10);
  });

  it('knows one half from what floats take for a little more', () => {
    // 14/15 × 9/12 × 5/7 = 630/1260.
    const curve = curveOf('1 2+ 2+ 3 3 3 4+ 4+ 5 5 9 9 9 9 9');
    expect(curve.steps[2]!.open).toBe(0.5000000000000001);
    expect(quantileOf(curve, HALF)).toBe(7);
  });

  it('knows from one half what floats take for it', () => {
    // (b + 1) / (b + 2) × ((b + 1) / 2) / b = 1/2 + 1 / (2b² + 4b).
    const b = 400_000_001;
    const rows = [[1, 1, 0], [2, 0, 1], [3, (b - 1) / 2, 0], [9, (b + 1) / 2, 0]] as const;
    const curve = kaplanMeier(rows.map(([time, events, censored]) => ({ time, events, censored })));
    expect(curve.steps[1]!.open).toBe(0.5);
    expect(compareOpenShare(curve, curve.steps[1]!, HALF)).toBe(1);
    expect(quantileOf(curve, HALF)).toBe(9);
  });

  it('has the same rule for every share', () => {
    const ten = curveOf('1 2 3 4 5 6 7 8 9 10');
    expect([shareDone(1, 10), shareDone(1, 4), shareDone(9, 10), shareDone(19, 20)].map((share) => quantileOf(ten, share))).toEqual([1.5, 3, 9.5, 10]);
  });
});
