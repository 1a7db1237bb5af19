import type { EfficiencyReport } from '../efficiency-report.js';
import { Duration } from '../duration.type.js';
import type { Flip, FlipTotal } from '../../read-model/what-if/flips.js';
import type { WhatIfJob } from '../../read-model/what-if/what-if-job.js';
import type { Difference } from './differences.js';
import type { FigureUnit, FigureValue } from './figure-values.js';
import type { FigureAmount, FigureDifference, WhatIf, WhatIfDepartment, WhatIfFlipEdge, WhatIfFlipTotal } from './what-if.types.js';

export const viewOfJob = (job: WhatIfJob, unmeasured: number | null): WhatIf => ({
  id: job.id, state: job.state, progress: job.progress, position: job.position < 0n ? null : job.position, startedAt: job.startedMs,
  failure: job.failure, unmeasured, job,
});

/** One department of both reports: the same fields answer for either. */
export const departmentOf = (departmentId: string | null, departmentName: string | null, actual: EfficiencyReport, underRules: EfficiencyReport): WhatIfDepartment => {
  const named = { departmentId, departmentName };
  return { ...named, actual: { ...named, report: actual }, underRules: { ...named, report: underRules } };
};

const numberOrNull = (value: bigint | null): number | null => (value === null ? null : Number(value));

export const edgeOfFlip = (flip: Flip): WhatIfFlipEdge => ({
  cursor: String(flip.n),
  node: {
    id: `${flip.hall}.${flip.request_id}`, hallId: flip.hall, requestId: flip.request_id, serviceItemCode: flip.service_item, subject: flip.subject,
    limit: flip.limit_kind, departmentId: flip.charged, officerId: flip.charged_officer, receivedAt: Number(flip.received_at_ms),
    closedAt: numberOrNull(flip.at_ms), actual: flip.verdict, actualDueAt: numberOrNull(flip.due_ms), underRules: flip.ruled,
    underRulesDueAt: numberOrNull(flip.ruled_due_ms),
  },
});

export const viewOfTotal = ({ subject, limit_kind, verdict, ruled, n, requests }: FlipTotal): WhatIfFlipTotal => ({
  subject, limit: limit_kind, actual: verdict, underRules: ruled, flips: Number(n), requests: Number(requests),
});

export const viewOfDifference = ({ figure, unit, actual, ruled, difference }: Difference): FigureDifference => ({
  figure, actual: amountOf(unit, actual), underRules: amountOf(unit, ruled), difference: amountOf(unit, difference),
});

export function amountOf(unit: FigureUnit, value: FigureValue['value']): FigureAmount {
  const of = (wanted: FigureUnit): number | null => (unit === wanted && value !== null ? Number(value) : null);
  return { count: of('COUNT'), share: of('SHARE'), duration: unit === 'DURATION' && value !== null ? new Duration(value) : null };
}
