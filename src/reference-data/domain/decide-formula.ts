import { accept } from '../../kernel/decider.js';
import {
  ASSESSED_COUNTS, ASSESSED_STATISTICS, ASSESSED_TIMES, type AssessmentFormula, type DesiredFormula, type Ingredient, type Measure,
} from './assessment-formula.js';
import { identityFault, isReferenceId } from './entry-rules.js';
import { type EntryDecision, refuseEntry } from './refusal.js';

const INGREDIENTS_MAX = 50;
const FIGURES_MAX = 20;
const WEIGHT_MAX = 1000;
/** What is written as a plain decimal of so many digits is exactly that in every computation. */
const DECIMAL = /^-?\d{1,13}(\.\d{1,6})?$/;

export function decideFormula(desired: DesiredFormula, current: AssessmentFormula | undefined): EntryDecision {
  const { formulaId, name, ingredients } = desired;
  const fault = identityFault(formulaId, name) ?? ingredientsFault(ingredients);
  if (fault !== null) return refuseEntry('INVALID_ENTRY', fault);
  const terms = { name, ingredients };
  if (current === undefined) return accept({ type: 'AssessmentFormulaDefined', data: { formulaId, version: 1, ...terms } });
  if (textOf(terms) === textOf(current)) return accept();
  return accept({ type: 'AssessmentFormulaRevised', data: { formulaId, version: current.version + 1, ...terms } });
}

function ingredientsFault(ingredients: readonly Ingredient[]): string | null {
  if (ingredients.length === 0 || ingredients.length > INGREDIENTS_MAX) return `${ingredients.length} ingredients; 1 to ${INGREDIENTS_MAX}`;
  const keys = ingredients.map(({ key }) => key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) return `two ingredients have the key '${twice}'`;
  for (const ingredient of ingredients) {
    const fault = ingredientFault(ingredient) ?? measureFault(ingredient.measure);
    if (fault !== null) return `ingredient '${ingredient.key}': ${fault}`;
  }
  return null;
}

function ingredientFault({ key, name, worst, best, weight }: Ingredient): string | null {
  if (!isReferenceId(key)) return 'its key is not 1 to 128 printable characters';
  const misnamed = identityFault(key, name);
  if (misnamed !== null) return misnamed;
  const rough = Object.entries({ worst, best, weight }).find(([, value]) => !DECIMAL.test(String(value)));
  if (rough !== undefined) return `${rough[0]} ${rough[1]} is not a decimal of at most 13 digits and 6 decimals`;
  if (!(weight > 0 && weight <= WEIGHT_MAX)) return `its weight ${weight} is not above 0 and at most ${WEIGHT_MAX}`;
  return worst === best ? `worst and best are both ${worst}: nothing lies between them` : null;
}

function measureFault(measure: Measure): string | null {
  switch (measure.kind) {
    case 'RATING_MEAN':
      return null;
    case 'TIME':
      if (!has(ASSESSED_TIMES, measure.figure)) return `'${measure.figure}' is none of ${ASSESSED_TIMES.join(', ')}`;
      return has(ASSESSED_STATISTICS, measure.statistic) ? null : `'${measure.statistic}' is none of ${ASSESSED_STATISTICS.join(', ')}`;
    case 'RATIO':
      return figuresFault('figures', measure.figures) ?? figuresFault('per', measure.per);
  }
}

function figuresFault(where: string, figures: readonly string[]): string | null {
  if (figures.length === 0 || figures.length > FIGURES_MAX) return `${where} has ${figures.length} figures; 1 to ${FIGURES_MAX}`;
  const stranger = figures.find((figure) => !has(ASSESSED_COUNTS, figure));
  return stranger === undefined ? null : `'${stranger}' in ${where} is none of ${ASSESSED_COUNTS.join(', ')}`;
}

const has = (names: readonly string[], name: string): boolean => names.includes(name);

/** Key order makes no difference. */
const textOf = ({ name, ingredients }: Pick<DesiredFormula, 'name' | 'ingredients'>): string =>
  JSON.stringify([name, ingredients.map(({ key, name: label, measure, worst, best, weight }) => [key, label, measureText(measure), worst, best, weight])]);

function measureText(measure: Measure): unknown {
  if (measure.kind === 'RATIO') return [measure.kind, measure.figures, measure.per];
  return measure.kind === 'TIME' ? [measure.kind, measure.figure, measure.statistic] : [measure.kind];
}
