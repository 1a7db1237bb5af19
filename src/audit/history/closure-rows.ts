import type { Facts, Row } from '../../efficiency/projections/facts.js';
import { type FigureRow, rowOf } from './figure-row.js';

type Closure = Row<'closures'>;
export type LimitName = 'PROMISED' | 'STATUTORY';
export const outcomeOf = (closure: Closure, limit: LimitName) => (limit === 'PROMISED'
  ? { state: closure.promised, dueMs: closure.promisedDueMs } : { state: closure.statutory, dueMs: closure.statutoryDueMs });

/** @param closedNow whether the last closure still stands: by due date, it decides. */
export function closureRows({ closures, ratings }: Facts, closedNow: boolean): readonly FigureRow[] {
  return closures.flatMap((closure, key) => {
    const decides = closedNow && key === closures.length - 1;
    const rated = ratings.some((rating) => rating.closure === key);
    const of = (figure: string, valueMs: number | null = null): FigureRow => rowOf(figure, 'closures', key, closure, [closure.atMs, valueMs]);
    return [
      of('CLOSURES'), ...(rated ? [] : [of('UNRATED')]), of('PROCESSING_TIME', closure.processingMs), of('LEAD_TIME', closure.leadMs),
      ...(['PROMISED', 'STATUTORY'] as const).flatMap((limit) => timelinessRows(closure, key, limit, decides)),
    ];
  });
}

/** Each once for the department that closed, and once for the one that took it first. */
function timelinessRows(closure: Closure, key: number, limit: LimitName, decides: boolean): readonly FigureRow[] {
  const { state, dueMs } = outcomeOf(closure, limit);
  const first = { department: closure.firstDepartment };
  const both = (figure: string, atMs: number | null): FigureRow[] =>
    [rowOf(figure, 'closures', key, closure, [atMs]), rowOf(`FIRST_INQUIRY_${figure}`, 'closures', key, first, [atMs])];
  if (state === 'NO_LIMIT') return both(`CLOSED_WITHOUT_${limit}_LIMIT`, closure.atMs);
  const onTime = state === 'ON_TIME';
  return [
    ...both(`CLOSED_${onTime ? 'ON_TIME' : 'LATE'}_${limit}`, closure.atMs),
    ...(decides ? both(`DUE_${onTime ? 'DONE_ON_TIME' : 'FAILED'}_${limit}`, dueMs) : []),
  ];
}
