import { Duration } from '../duration.type.js';
import type { Flip, FlipTotal } from '../../read-model/what-if/flips.js';
import type { Difference } from './differences.js';
import type { FigureUnit, FigureValue } from './figure-values.js';

export interface PrintedDepartment {
  /** Null for all together. */
  readonly departmentId: string | null;
  readonly name: string | null;
  readonly differences: readonly Difference[];
}

/** Lines for people: what differs, one figure a line; departments without a difference are left out. */
export function differenceLines(departments: readonly PrintedDepartment[]): readonly string[] {
  const differing = departments.filter(({ differences }) => differences.length > 0);
  if (differing.length === 0) return ['No figure differs. 所有指标无差异。'];
  return differing.flatMap(({ departmentId, name, differences }) => [
    departmentId === null ? 'Total 合计' : `${departmentId}${name === null ? '' : ` ${name}`}`,
    ...differences.map(({ figure, unit, actual, ruled, difference }) => {
      const change = difference === null ? '' : `  (${Number(difference) > 0 ? '+' : ''}${valueText(unit, difference)})`;
      return `  ${figure}  ${valueText(unit, actual)} -> ${valueText(unit, ruled)}${change}`;
    }),
  ]);
}

function valueText(unit: FigureUnit, value: FigureValue['value']): string {
  if (value === null) return '-';
  if (unit === 'DURATION') return new Duration(value).text;
  return unit === 'SHARE' ? `${(Number(value) * 100).toFixed(2)} %` : String(value);
}

export const totalLine = ({ subject, limit_kind, verdict, ruled, n, requests }: FlipTotal): string =>
  `${subject} ${limit_kind}  ${verdict} -> ${ruled}  ${n} (${requests} requests 办件)`;

export const flipLine = (flip: Flip): string =>
  [`${flip.hall}.${flip.request_id}`, flip.subject, flip.limit_kind, `${flip.verdict} ${instantText(flip.due_ms)}`, '->', `${flip.ruled} ${instantText(flip.ruled_due_ms)}`,
    flip.charged, flip.service_item].join('  ');

const instantText = (ms: bigint | null): string => (ms === null ? '-' : new Date(Number(ms)).toISOString());

/** For programs: whole numbers beyond 2^53 as text. */
export const jsonOf = (value: unknown): string => JSON.stringify(value, (_name, one: unknown) => (typeof one === 'bigint' ? String(one) : one));
