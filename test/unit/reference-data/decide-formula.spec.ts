import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatalogueFile } from '../../../src/reference-data/catalogue-file/load-catalogue-file.js';
import type { AssessmentFormula, DesiredFormula, Ingredient } from '../../../src/reference-data/domain/assessment-formula.js';
import { decideFormula } from '../../../src/reference-data/domain/decide-formula.js';
import { COUNTED, MEASURED } from '../../../src/efficiency/read-model/figures/figure-relations.js';
import { ASSESSED_COUNTS, ASSESSED_TIMES } from '../../../src/reference-data/domain/assessment-formula.js';

const onTime: Ingredient = {
  key: 'on-time', name: 'On time', measure: { kind: 'RATIO', figures: ['CLOSED_ON_TIME_PROMISED'], per: ['CLOSED_ON_TIME_PROMISED', 'CLOSED_LATE_PROMISED'] },
  worst: 0.5, best: 1, weight: 50,
};
const holding: Ingredient = { key: 'holding', name: 'Holding', measure: { kind: 'TIME', figure: 'HOLDING_TIME', statistic: 'P90' }, worst: 144_000_000, best: 14_400_000, weight: 30.5 };
const rating: Ingredient = { key: 'rating', name: 'Rating', measure: { kind: 'RATING_MEAN' }, worst: 1, best: 5, weight: 20 };
const formula = (...ingredients: readonly Ingredient[]): DesiredFormula => ({ formulaId: 'hall', name: 'Yearly', ingredients });
const known = (version: number, desired: DesiredFormula): AssessmentFormula => ({ ...desired, version });

describe('An assessment formula', () => {
  it('is defined as version 1, revised when it differs, and else says nothing', () => {
    const desired = formula(onTime, holding);
    expect(decideFormula(desired, undefined)).toEqual({ outcome: 'accepted', events: [{ type: 'AssessmentFormulaDefined', data: { ...desired, version: 1 } }] });
    expect(decideFormula(desired, known(3, desired))).toEqual({ outcome: 'accepted', events: [] });
    expect(decideFormula(formula(onTime), known(3, desired))).toMatchObject({ events: [{ type: 'AssessmentFormulaRevised', data: { version: 4, ingredients: [onTime] } }] });
    const heavier = formula(onTime, { ...holding, weight: 31 });
    expect(decideFormula(heavier, known(1, desired))).toMatchObject({ events: [{ data: { version: 2 } }] });
  });

  it.each<[string, DesiredFormula, string]>([
    ['no ingredient', formula(), '0 ingredients'],
    ['two of one key', formula(onTime, { ...rating, key: 'on-time' }), "two ingredients have the key 'on-time'"],
    ['no weight', formula({ ...rating, weight: 0 }), 'its weight 0'],
    ['a weight below nothing', formula({ ...rating, weight: -1 }), 'its weight -1'],
    ['bounds without anything between', formula({ ...rating, worst: 5 }), 'worst and best are both 5'],
    ['a bound no decimal says', formula({ ...rating, best: 1 / 3 }), 'best 0.333'],
    ['a bound too small to be written plainly', formula({ ...rating, best: 1e-7 }), 'best 1e-7'],
    ['a figure there is none of', formula({ ...onTime, measure: { kind: 'RATIO', figures: ['SMILES' as 'RATED'], per: ['RATED'] } }), "'SMILES' in figures"],
    ['a ratio to nothing', formula({ ...onTime, measure: { kind: 'RATIO', figures: ['RATED'], per: [] } }), 'per has 0 figures'],
    ['a statistic there is none of', formula({ ...holding, measure: { kind: 'TIME', figure: 'LEAD_TIME', statistic: 'P99' as 'P95' } }), "'P99'"],
  ])('is refused with %s', (_what, desired, message) => {
    const decision = decideFormula(desired, undefined);
    expect(decision).toMatchObject({ outcome: 'rejected', rejection: { code: 'INVALID_ENTRY' } });
    expect(JSON.stringify(decision)).toContain(message);
  });

  it('may be made of figures that there are, by the names they have everywhere', () => {
    expect(ASSESSED_COUNTS.filter((name) => !Object.hasOwn(COUNTED, name))).toEqual([]);
    expect(ASSESSED_TIMES.filter((name) => !Object.hasOwn(MEASURED, name))).toEqual([]);
  });
});

describe('A catalogue file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'formula-'));
  const file = join(folder, 'hall.yaml');
  const read = (ingredient: string) => {
    writeFileSync(file, `version: '1'\nassessmentFormulas:\n  - id: hall\n    name: Yearly\n    ingredients:\n      - ${ingredient}\n`);
    return loadCatalogueFile(file).assessmentFormulas;
  };
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has formulas, with lengths of time in words', () => {
    expect(read('{ key: on-time, name: On time, figures: [CLOSED_ON_TIME_PROMISED], per: [CLOSED_ON_TIME_PROMISED, CLOSED_LATE_PROMISED], worst: 0.5, best: 1, weight: 50 }'))
      .toEqual([formula(onTime)]);
    expect(read('{ key: holding, name: Holding, time: HOLDING_TIME, statistic: P90, worst: 40 h, best: 4 h, weight: 30.5 }')).toEqual([formula(holding)]);
    expect(read('{ key: rating, name: Rating, rating: MEAN, worst: 1, best: 5, weight: 20 }')).toEqual([formula(rating)]);
    expect(read('{ key: t, time: LEAD_TIME, worst: 90 min, best: 500 ms }')).toMatchObject([{ ingredients: [{ name: 't', worst: 5_400_000, best: 500, weight: 1, measure: { statistic: 'MEAN' } }] }]);
  });

  it.each([
    ['{ key: a, worst: 0, best: 1 }', 'exactly one of'],
    ['{ key: a, rating: MEAN, time: LEAD_TIME, worst: 0, best: 1 }', 'exactly one of'],
    ['{ key: a, time: LEAD_TIME, worst: 40, best: 1 h }', 'must be a length of time'],
    ['{ key: a, rating: MEAN, worst: 1 h, best: 5 }', 'without a unit'],
    ['{ key: a, rating: MODE, worst: 1, best: 5 }', 'must be MEAN'],
    ['{ key: a, rating: MEAN, worst: 1, best: 5, wait: 3 }', "unknown key 'wait'"],
  ])('is refused for %s', (ingredient, message) => {
    expect(() => read(ingredient)).toThrow(message);
  });
});
