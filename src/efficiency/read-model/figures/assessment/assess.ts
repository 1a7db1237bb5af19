import { add, clamp, divide, type Fraction, fraction, isBelow, multiply, ofDecimal, ONE, subtract, ZERO } from '../../../../kernel/fraction.js';
import type { FormulaTerms, Ingredient } from '../../../../reference-data/domain/assessment-formula.js';

/** An ingredient's raw value; null where it is missing. */
export type RawValues = ReadonlyMap<string, Fraction | null>;

export interface AssessedIngredient {
  readonly ingredient: Ingredient;
  readonly raw: Fraction | null;
  readonly worst: Fraction;
  readonly best: Fraction;
  readonly weight: Fraction;
  /** 0 to 1. */
  readonly normalised: Fraction | null;
  /** Points of the score. */
  readonly contribution: Fraction | null;
}
export interface Assessed {
  readonly ingredients: readonly AssessedIngredient[];
  /** Weights of the ingredients that are not missing. */
  readonly weightSum: Fraction;
  /** 0 to 100; null when every ingredient is missing. */
  readonly score: Fraction | null;
}

const HUNDRED = fraction(100n);

/** The score by a formula, exactly: nothing is rounded. A missing ingredient counts for nobody, the others share its weight in proportion. */
export function assess({ ingredients }: FormulaTerms, raw: RawValues): Assessed {
  const measured = ingredients.map((ingredient) => normalise(ingredient, raw.get(ingredient.key) ?? null));
  const weightSum = sum(measured.map(({ normalised, weight }) => (normalised === null ? ZERO : weight)));
  const assessed = measured.map((one) => ({
    ...one, contribution: one.normalised === null ? null : multiply(HUNDRED, divide(multiply(one.normalised, one.weight), weightSum)),
  }));
  const points = assessed.flatMap(({ contribution }) => (contribution === null ? [] : [contribution]));
  return { ingredients: assessed, weightSum, score: points.length === 0 ? null : sum(points) };
}

function normalise(ingredient: Ingredient, raw: Fraction | null): Omit<AssessedIngredient, 'contribution'> {
  const [worst, best, weight] = [ofDecimal(ingredient.worst), ofDecimal(ingredient.best), ofDecimal(ingredient.weight)];
  const normalised = raw === null ? null : clamp(divide(subtract(raw, worst), subtract(best, worst)), ZERO, ONE);
  return { ingredient, raw, worst, best, weight, normalised };
}

export const isLessBetter = ({ worst, best }: Pick<AssessedIngredient, 'worst' | 'best'>): boolean => isBelow(best, worst);

const sum = (values: readonly Fraction[]): Fraction => values.reduce(add, ZERO);
