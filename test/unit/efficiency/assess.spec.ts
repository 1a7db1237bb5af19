import { assess } from '../../../src/efficiency/read-model/figures/assessment/assess.js';
import { type FigureSource, valueOf } from '../../../src/efficiency/read-model/figures/assessment/ingredient-values.js';
import { fraction, toText } from '../../../src/kernel/fraction.js';
import type { Ingredient } from '../../../src/reference-data/domain/assessment-formula.js';

const ratio = (key: string, worst: number, best: number, weight: number): Ingredient =>
  ({ key, name: key, measure: { kind: 'RATIO', figures: ['RATED_BAD'], per: ['RATED'] }, worst, best, weight });

describe('A score', () => {
  it('is the weighted mean of the normalised ingredients, times 100', () => {
    // By hand: 3/4 on time between 0.5 and 1 is 1/2; 2 passes per closure, 3 worst and 0 best, is 1/3. (50 · 1/2 + 30 · 1/3) / 80 = 35/80 = 43.75 %.
    const { score, weightSum, ingredients } = assess(
      { name: 'f', ingredients: [ratio('on-time', 0.5, 1, 50), ratio('passes', 3, 0, 30)] }, new Map([['on-time', fraction(3n, 4n)], ['passes', fraction(2n)]]));
    expect(ingredients.map(({ normalised }) => normalised)).toEqual([fraction(1n, 2n), fraction(1n, 3n)]);
    expect(ingredients.map(({ contribution }) => contribution)).toEqual([fraction(125n, 4n), fraction(25n, 2n)]);
    expect([weightSum, score]).toEqual([fraction(80n), fraction(175n, 4n)]);
  });

  it('takes nothing from beyond the bounds', () => {
    const of = (value: bigint) => assess({ name: 'f', ingredients: [ratio('a', 1, 5, 1)] }, new Map([['a', fraction(value)]])).score;
    expect([0n, 1n, 3n, 5n, 9n].map(of)).toEqual([0n, 0n, 50n, 100n, 100n].map((points) => fraction(points)));
  });

  it('leaves a missing ingredient out and lets the others share its weight in proportion', () => {
    const { score, weightSum, ingredients } = assess(
      { name: 'f', ingredients: [ratio('a', 0, 1, 60), ratio('b', 0, 1, 20.5), ratio('c', 0, 1, 19.5)] }, new Map([['b', fraction(1n)], ['c', fraction(0n)], ['a', null]]));
    expect(ingredients[0]).toMatchObject({ raw: null, normalised: null, contribution: null });
    expect(weightSum).toEqual(fraction(40n));
    expect(score).toEqual(fraction(205n, 4n)); // 100 · 20.5 / 40
  });

  it('is none when nothing could be measured', () => {
    expect(assess({ name: 'f', ingredients: [ratio('a', 0, 1, 1)] }, new Map())).toMatchObject({ score: null, weightSum: fraction(0n) });
  });
});

describe('The raw value of an ingredient', () => {
  const source = (counts: Readonly<Record<string, number>>): FigureSource => ({
    count: (_group, figure) => Promise.resolve(counts[figure] ?? 0),
    measure: (_group, figure) => Promise.resolve(figure === 'LEAD_TIME' ? undefined : { n: 3, totalMs: 10_000n, p50Ms: 3000.5, p90Ms: 4000, p95Ms: 4500, maxMs: 5000n }),
  });

  it('is a sum of counts divided by a sum of counts', async () => {
    const measure = { kind: 'RATIO', figures: ['CLOSED_ON_TIME_PROMISED'], per: ['CLOSED_ON_TIME_PROMISED', 'CLOSED_LATE_PROMISED'] } as const;
    const value = await valueOf(source({ CLOSED_ON_TIME_PROMISED: 3, CLOSED_LATE_PROMISED: 1 }), 'A', measure);
    expect(value).toEqual({
      raw: fraction(3n, 4n), numerator: [{ figure: 'CLOSED_ON_TIME_PROMISED', n: 3 }],
      denominator: [{ figure: 'CLOSED_ON_TIME_PROMISED', n: 3 }, { figure: 'CLOSED_LATE_PROMISED', n: 1 }],
    });
    expect((await valueOf(source({}), 'A', measure)).raw).toBeNull();
  });

  it('is the exact mean of the scores', async () => {
    // 1 + 2·2 + 5·4 = 25 over 7.
    expect((await valueOf(source({ RATED_1: 1, RATED_2: 2, RATED_5: 4 }), null, { kind: 'RATING_MEAN' })).raw).toEqual(fraction(25n, 7n));
    expect((await valueOf(source({}), null, { kind: 'RATING_MEAN' })).raw).toBeNull();
  });

  it('is a statistic of a time in milliseconds, and missing where none was measured', async () => {
    const of = async (statistic: 'MEAN' | 'P50' | 'P95' | 'MAX') => (await valueOf(source({}), 'A', { kind: 'TIME', figure: 'HOLDING_TIME', statistic })).raw;
    expect([await of('MEAN'), await of('P50'), await of('P95'), await of('MAX')]).toEqual([fraction(10_000n, 3n), fraction(6001n, 2n), fraction(4500n), fraction(5000n)]);
    expect(toText((await of('MEAN'))!, 4)).toBe('3333.3333');
    expect((await valueOf(source({}), 'A', { kind: 'TIME', figure: 'LEAD_TIME', statistic: 'P90' })).raw).toBeNull();
  });
});
