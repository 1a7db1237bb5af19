import { fields, listOf, number, oneOf, type Shape, text } from '../../kernel/shape.js';
import { ASSESSED_COUNTS, ASSESSED_STATISTICS, ASSESSED_TIMES, type FormulaTerms, type Ingredient, type Measure } from './assessment-formula.js';

type Of<K extends Measure['kind']> = Extract<Measure, { kind: K }>;
const MEASURES: Readonly<Record<Measure['kind'], Shape>> = {
  RATIO: fields<Of<'RATIO'>>({ kind: oneOf('RATIO'), figures: listOf(oneOf(...ASSESSED_COUNTS)), per: listOf(oneOf(...ASSESSED_COUNTS)) }),
  TIME: fields<Of<'TIME'>>({ kind: oneOf('TIME'), figure: oneOf(...ASSESSED_TIMES), statistic: oneOf(...ASSESSED_STATISTICS) }),
  RATING_MEAN: fields<Of<'RATING_MEAN'>>({ kind: oneOf('RATING_MEAN') }),
};
const kind = fields<Pick<Measure, 'kind'>>({ kind: oneOf(...Object.keys(MEASURES)) });
const measure: Shape = (value) => kind(value) ?? MEASURES[(value as Measure).kind](value);

export const FORMULA_TERMS = {
  name: text, ingredients: listOf(fields<Ingredient>({ key: text, name: text, measure, worst: number, best: number, weight: number })),
} satisfies Record<keyof FormulaTerms, Shape>;
