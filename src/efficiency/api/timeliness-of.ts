import type { LimitName } from '../read-model/figures/early-figure.js';
import type { CountedFigure } from '../read-model/figures/figure-relations.js';
import type { DepartmentEfficiency } from './department-efficiency.type.js';
import type { Credit, Timeliness } from './timeliness.type.js';

/** The timeliness figures of one department, by their names in the figure list. */
export async function timelinessOf({ report, departmentId }: DepartmentEfficiency, limit: LimitName, credit: Credit): Promise<Timeliness> {
  const toFirst = credit === 'FIRST_INQUIRY_DEPARTMENT';
  const prefix = toFirst ? 'FIRST_INQUIRY_' : '';
  const count = (name: string): Promise<number> => report.count(departmentId, `${prefix}${name}` as CountedFigure);
  const [onTime, late, withoutLimit, doneOnTime, failed, notYetDue, suspended] = await Promise.all([
    count(`CLOSED_ON_TIME_${limit}`), count(`CLOSED_LATE_${limit}`), count(`CLOSED_WITHOUT_${limit}_LIMIT`),
    count(`DUE_DONE_ON_TIME_${limit}`), count(`DUE_FAILED_${limit}`), count(`DUE_NOT_YET_${limit}`), count(`DUE_SUSPENDED_${limit}`),
  ]);
  return {
    byClosure: { onTime, late, withoutLimit, onTimeShare: shareOf(onTime, late) },
    byDueDate: { doneOnTime, failed, notYetDue, suspended, onTimeShare: shareOf(doneOnTime, failed) },
    earlyShareMean: await report.earlyShareMean(departmentId, limit, toFirst ? 'first_department' : 'department'),
  };
}

const shareOf = (kept: number, missed: number): number | null => (kept + missed === 0 ? null : kept / (kept + missed));
