import type { FigureUnit, FigureValue, FigureValues } from './figure-values.js';

/** One figure as it is, and as it would be under the rules. */
export interface Difference {
  readonly figure: string;
  readonly unit: FigureUnit;
  readonly actual: FigureValue['value'];
  readonly ruled: FigureValue['value'];
  /** Under the rules less actual; null when one of the two has no value. */
  readonly difference: FigureValue['value'];
}

/** Those that differ, and those that were asked for by name. @throws RangeError for a name that no figure has. */
export function differencesOf(actual: FigureValues, ruled: FigureValues, asked: readonly string[]): readonly Difference[] {
  const stranger = asked.find((name) => !actual.has(name));
  if (stranger !== undefined) throw new RangeError(stranger);
  return [...actual].flatMap(([figure, { unit, value }]) => {
    const under = ruled.get(figure)?.value ?? null;
    return same(value, under) && !asked.includes(figure) ? [] : [{ figure, unit, actual: value, ruled: under, difference: less(under, value) }];
  });
}

/** A whole number is a bigint in one place and a number in the other. */
const same = (a: FigureValue['value'], b: FigureValue['value']): boolean => (a === null || b === null ? a === b : Number(less(a, b)) === 0);

function less(a: FigureValue['value'], b: FigureValue['value']): FigureValue['value'] {
  if (a === null || b === null) return null;
  return typeof a === 'bigint' && typeof b === 'bigint' ? a - b : Number(a) - Number(b);
}
