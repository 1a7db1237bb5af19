/**
 * What an assessment's score is made of. Stored in events: the names of figures and statistics here are for ever, as names of
 * events are.
 */
export const ASSESSED_COUNTS = [
  'RECEIVED', 'CLOSURES', 'REOPENINGS', 'TRANSFERS_OUT', 'TRANSFERS_IN', 'PLANNED_TRANSFERS', 'BUCK_PASSES', 'BUCK_PASSES_BEFORE_RULINGS', 'RETURNS',
  'PING_PONGS', 'HOT_POTATOES', 'REFUSALS', 'RECALLS', 'FIRST_INQUIRY_COMPLETIONS',
  'CLOSED_ON_TIME_PROMISED', 'CLOSED_LATE_PROMISED', 'CLOSED_ON_TIME_STATUTORY', 'CLOSED_LATE_STATUTORY',
  'DUE_DONE_ON_TIME_PROMISED', 'DUE_FAILED_PROMISED', 'DUE_DONE_ON_TIME_STATUTORY', 'DUE_FAILED_STATUTORY',
  'RATED', 'UNRATED', 'RATED_BAD', 'RATED_1', 'RATED_2', 'RATED_3', 'RATED_4', 'RATED_5',
  'RECTIFICATIONS_OPENED', 'RECTIFICATIONS_DONE_ON_TIME', 'RECTIFICATIONS_DONE_LATE', 'RECTIFICATIONS_OVERDUE', 'RECTIFICATIONS_UNDER_WAY',
] as const;
export const ASSESSED_TIMES = ['PROCESSING_TIME', 'HOLDING_TIME', 'LEAD_TIME', 'RECTIFICATION_TIME'] as const;
export const ASSESSED_STATISTICS = ['MEAN', 'P50', 'P90', 'P95', 'MAX'] as const;

export type AssessedCount = (typeof ASSESSED_COUNTS)[number];
export type AssessedTime = (typeof ASSESSED_TIMES)[number];
export type AssessedStatistic = (typeof ASSESSED_STATISTICS)[number];

export type Measure =
  /** The sum of some counts ÷ the sum of others; missing where the latter is 0. */
  | { readonly kind: 'RATIO'; readonly figures: readonly AssessedCount[]; readonly per: readonly AssessedCount[] }
  /** Milliseconds; missing where nothing was measured. */
  | { readonly kind: 'TIME'; readonly figure: AssessedTime; readonly statistic: AssessedStatistic }
  /** The mean score of the rated closures, 1 to 5; missing where none was rated. */
  | { readonly kind: 'RATING_MEAN' };

/** Worth 0 at `worst` and beyond, 1 at `best` and beyond, linear in between; numbers mean what they say in decimal. */
export interface Ingredient {
  readonly key: string;
  readonly name: string;
  readonly measure: Measure;
  readonly worst: number;
  readonly best: number;
  readonly weight: number;
}
export interface FormulaTerms {
  readonly name: string;
  readonly ingredients: readonly Ingredient[];
}
export type DesiredFormula = { readonly formulaId: string } & FormulaTerms;
export type AssessmentFormula = DesiredFormula & { readonly version: number };
