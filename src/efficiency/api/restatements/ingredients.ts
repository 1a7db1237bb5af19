import { COUNTED, MEASURED, type CountedFigure, type MeasuredFigure } from '../../read-model/figures/figure-relations.js';
import { earlyRowsOf, rowsOf, type Wanted } from '../../read-model/figures/restatements/told-values.js';

/** What tells which events changed a figure: parts that add up to it, or parts whose change may have changed it. */
export interface Ingredients {
  readonly additive: boolean;
  readonly parts: readonly string[];
}

const SHARE = /^(FIRST_INQUIRY_)?(ON_TIME_SHARE_BY_CLOSURE|ON_TIME_SHARE_BY_DUE_DATE|EARLY_SHARE_MEAN)_(PROMISED|STATUTORY)$/;
const KEPT_AND_MISSED: Readonly<Record<string, readonly [string, string]>> = {
  ON_TIME_SHARE_BY_CLOSURE: ['CLOSED_ON_TIME', 'CLOSED_LATE'], ON_TIME_SHARE_BY_DUE_DATE: ['DUE_DONE_ON_TIME', 'DUE_FAILED'],
};

/** @param figure as the values of a report are named. */
export function ingredientsOf(figure: string): Ingredients {
  const [, prefix = '', share, limit] = SHARE.exec(figure) ?? [];
  if (share === 'EARLY_SHARE_MEAN') return { additive: false, parts: [earlyRowsOf(limit as 'PROMISED', creditedBy(prefix)), `${prefix}CLOSED_ON_TIME_${limit}`] };
  if (share !== undefined) return { additive: false, parts: KEPT_AND_MISSED[share]!.map((name) => `${prefix}${name}_${limit}`) };
  const [measured, statistic] = figure.split('.');
  if (measured! in MEASURED && statistic !== 'n' && statistic !== 'total') return { additive: false, parts: [rowsOf(measured as MeasuredFigure)] };
  return { additive: true, parts: [figure] };
}

const creditedBy = (prefix: string) => (prefix === '' ? 'department' : 'first_department');

/** What has to be told of each version so that these figures' changes can be told. */
export function wantedFor(figures: readonly string[]): Wanted {
  const parts = new Set(figures.flatMap((figure) => ingredientsOf(figure).parts));
  const begins = (start: string): boolean => [...parts].some((part) => part.startsWith(start));
  const early = (['PROMISED', 'STATUTORY'] as const).flatMap((limit) => (['department', 'first_department'] as const).map((creditedTo) => ({ limit, creditedTo })));
  return {
    counted: (Object.keys(COUNTED) as CountedFigure[]).filter((figure) => parts.has(figure)),
    measured: (Object.keys(MEASURED) as MeasuredFigure[]).filter((figure) => parts.has(`${figure}.n`) || parts.has(`${figure}.total`) || parts.has(rowsOf(figure))),
    early: early.filter(({ limit, creditedTo }) => parts.has(earlyRowsOf(limit, creditedTo))),
    ledger: begins('LEDGER.'), backlog: begins('BACKLOG'),
  };
}
