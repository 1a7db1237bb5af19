import { type Fraction, fraction, ofBinary } from '../../../../kernel/fraction.js';
import type { AssessedCount, AssessedStatistic, AssessedTime, Measure } from '../../../../reference-data/domain/assessment-formula.js';
import type { CountedFigure, MeasuredFigure } from '../figure-relations.js';
import type { Distribution } from '../measure-figures.js';

/** Where figures come from: the same as in every other answer. Null is the total. */
export interface FigureSource {
  count(group: string | null, figure: CountedFigure): Promise<number>;
  measure(group: string | null, figure: MeasuredFigure): Promise<Distribution | undefined>;
}
/** One figure that went into an ingredient. */
export interface PartOfIngredient {
  readonly figure: AssessedCount | AssessedTime;
  readonly n: number;
}
export interface IngredientValue {
  readonly raw: Fraction | null;
  /** Counts whose sum is the numerator, and the denominator; of ratings, each score's count. */
  readonly numerator: readonly PartOfIngredient[];
  readonly denominator: readonly PartOfIngredient[];
}

const SCORES = ['RATED_1', 'RATED_2', 'RATED_3', 'RATED_4', 'RATED_5'] as const;

export async function valueOf(source: FigureSource, group: string | null, measure: Measure): Promise<IngredientValue> {
  const partsOf = (figures: readonly AssessedCount[]): Promise<PartOfIngredient[]> =>
    Promise.all(figures.map(async (figure) => ({ figure, n: await source.count(group, figure) })));
  switch (measure.kind) {
    case 'RATIO': {
      const [numerator, denominator] = await Promise.all([partsOf(measure.figures), partsOf(measure.per)]);
      return { numerator, denominator, raw: quotient(sumOf(numerator), sumOf(denominator)) };
    }
    case 'RATING_MEAN': {
      const rated = await partsOf(SCORES);
      const scoreSum = rated.reduce((sum, { n }, index) => sum + BigInt(n) * BigInt(index + 1), 0n);
      return { numerator: rated, denominator: rated, raw: quotient(scoreSum, sumOf(rated)) };
    }
    case 'TIME': {
      const measured = await source.measure(group, measure.figure);
      const parts = [{ figure: measure.figure, n: measured?.n ?? 0 }];
      return { numerator: parts, denominator: parts, raw: measured === undefined ? null : statisticOf(measured, measure.statistic) };
    }
  }
}

/** Milliseconds; a percentile is the very number that SQL gave. */
function statisticOf({ n, totalMs, p50Ms, p90Ms, p95Ms, maxMs }: Distribution, statistic: AssessedStatistic): Fraction {
  if (statistic === 'MEAN') return fraction(totalMs, BigInt(n));
  return statistic === 'MAX' ? fraction(maxMs) : ofBinary({ P50: p50Ms, P90: p90Ms, P95: p95Ms }[statistic]);
}

const sumOf = (parts: readonly PartOfIngredient[]): bigint => parts.reduce((sum, { n }) => sum + BigInt(n), 0n);
const quotient = (numerator: bigint, denominator: bigint): Fraction | null => (denominator === 0n ? null : fraction(numerator, denominator));
