import type { AssessedCount, AssessedTime, DesiredFormula, Ingredient } from '../reference-data/domain/assessment-formula.js';

const HOUR_MS = 3_600_000;
type Worth = readonly [worst: number, best: number, weight: number];

const share = (key: string, name: string, figures: readonly AssessedCount[], per: readonly AssessedCount[], [worst, best, weight]: Worth): Ingredient =>
  ({ key, name, measure: { kind: 'RATIO', figures, per }, worst, best, weight });
const p90 = (key: string, name: string, figure: AssessedTime, [worst, best, weight]: Worth): Ingredient =>
  ({ key, name, measure: { kind: 'TIME', figure, statistic: 'P90' }, worst: worst * HOUR_MS, best: best * HOUR_MS, weight });

/** How the demo's district assesses its departments. */
export const DEMO_FORMULA: DesiredFormula = {
  formulaId: 'district', name: 'Yearly assessment 年度考核',
  ingredients: [
    share('on-time', 'Closed within the promised limit 承诺时限按时率', ['CLOSED_ON_TIME_PROMISED'], ['CLOSED_ON_TIME_PROMISED', 'CLOSED_LATE_PROMISED'], [0.5, 1, 30]),
    p90('holding', 'Holding time, ninth decile 持有时长90分位', 'HOLDING_TIME', [60, 4, 20]),
    share('passing', 'Buck-passes per transfer sent 推诿率', ['BUCK_PASSES'], ['TRANSFERS_OUT'], [0.6, 0, 20]),
    { key: 'rating', name: 'Mean rating 满意度', measure: { kind: 'RATING_MEAN' }, worst: 2, best: 5, weight: 20 },
    share('unheard', 'Closures nobody rated 未评价率', ['UNRATED'], ['RATED', 'UNRATED'], [1, 0.5, 2.5]),
    share('overdue', 'Rectifications late or overdue 整改逾期率', ['RECTIFICATIONS_DONE_LATE', 'RECTIFICATIONS_OVERDUE'], ['RECTIFICATIONS_OPENED'], [1, 0, 7.5]),
  ],
};
