import type { AssessedCount, AssessedStatistic, AssessedTime, DesiredFormula, Ingredient, Measure } from '../domain/assessment-formula.js';
import type { Section } from './section.js';

export const FORMULA_KEYS = ['id', 'name', 'ingredients'];
const INGREDIENT_KEYS = ['key', 'name', 'figures', 'per', 'time', 'statistic', 'rating', 'worst', 'best', 'weight'];
const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** Names of figures are not checked here: the decider names the ones there are. */
export function readFormula(section: Section): DesiredFormula {
  return { formulaId: section.text('id'), name: section.text('name'), ingredients: section.sections('ingredients', 'key', INGREDIENT_KEYS).map(readIngredient) };
}

function readIngredient(section: Section): Ingredient {
  const key = section.text('key');
  return {
    key, name: section.textOr('name', key), measure: readMeasure(section), worst: boundOf(section, 'worst'), best: boundOf(section, 'best'),
    weight: section.numberOr('weight', 1),
  };
}

function readMeasure(section: Section): Measure {
  const named = ['figures', 'time', 'rating'].filter((key) => section.has(key));
  if (named.length !== 1) throw section.fault('figures', "give exactly one of 'figures' (with 'per'), 'time' (with 'statistic') and 'rating: MEAN'");
  if (section.has('time')) return { kind: 'TIME', figure: section.text('time') as AssessedTime, statistic: section.textOr('statistic', 'MEAN') as AssessedStatistic };
  if (section.has('figures')) return { kind: 'RATIO', figures: section.texts('figures') as AssessedCount[], per: section.texts('per') as AssessedCount[] };
  if (section.text('rating') !== 'MEAN') throw section.fault('rating', 'must be MEAN');
  return { kind: 'RATING_MEAN' };
}

/** A number, or a length of time such as '40 h' or '90 min' for a time. */
function boundOf(section: Section, key: string): number {
  const [, amount = '', unit = ''] = /^(-?\d+(?:\.\d+)?)(?: (ms|s|min|h))?$/.exec(section.text(key).trim()) ?? [];
  if (amount === '') throw section.fault(key, "must be a number, or for a time such as '40 h', '90 min', '30 s' or '500 ms'");
  const isTime = section.has('time');
  if (isTime !== (unit !== '')) throw section.fault(key, isTime ? "must be a length of time such as '40 h' or '90 min'" : 'must be a number without a unit');
  return isTime ? Math.round(Number(amount) * UNITS_MS[unit]!) : Number(amount);
}
