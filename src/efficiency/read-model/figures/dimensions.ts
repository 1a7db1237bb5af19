import type { SqlValue } from '../duckdb-connection.js';
import { TIME_UNITS, type Bucket, type TimeUnit } from './time-buckets.js';

export const DIMENSIONS = ['DEPARTMENT', 'DEPARTMENT_TREE', 'OFFICER', 'HALL', 'SERVICE_ITEM', 'CHANNEL', 'URGENCY', ...TIME_UNITS] as const;
export type Dimension = (typeof DIMENSIONS)[number];
export const isTime = (dimension: Dimension): dimension is TimeUnit => (TIME_UNITS as readonly string[]).includes(dimension);

/** What a question's figures are grouped by, with everything SQL needs of it that is not in the facts. */
export interface Grouping {
  readonly dimensions: readonly Dimension[];
  /** They tile the period; empty without a time dimension. */
  readonly buckets: readonly Bucket[];
  readonly params: Readonly<Record<string, SqlValue>>;
}
/** The grouping of a scope that names none. */
export const BY_DEPARTMENT: Grouping = { dimensions: ['DEPARTMENT'], buckets: [], params: {} };

/** One value for each dimension; null is unknown, such as an officer that nobody named. */
export type GroupValues = readonly (string | null)[];

const UNKNOWN = '\u0000';
const BETWEEN = '\u0001';
/** A group's name in the figures' answers; of a department alone it is the department. Ids hold no control characters. */
export const groupKey = (values: GroupValues): string => values.map((value) => value ?? UNKNOWN).join(BETWEEN);
export const groupValues = (key: string): GroupValues => (key === '' ? [] : key.split(BETWEEN).map((value) => (value === UNKNOWN ? null : value)));

/** By code points, one dimension after the other; unknown comes last. */
export function compareGroups(a: GroupValues, b: GroupValues): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? null;
    if (left === right) continue;
    if (left === null || right === null) return left === null ? 1 : -1;
    return byCodePoints(left, right);
  }
  return 0;
}

/** UTF-16 units put what is beyond U+FFFF before U+E000; UTF-8 does not. */
export const byCodePoints = (a: string, b: string): number => (a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b)));

const OF_RECEIPT = { HALL: 'hall', SERVICE_ITEM: 'service_item', CHANNEL: 'channel', URGENCY: 'urgency' } as const;

/** A dimension's value of a row that `placed` has put beside its receipt, its ancestors and its bucket. */
function valueOf(dimension: Dimension): string {
  if (isTime(dimension)) return 'bucket_of_row.bucket';
  if (dimension === 'DEPARTMENT') return 'r.charged';
  if (dimension === 'DEPARTMENT_TREE') return 'coalesce(above.ancestor, r.charged)';
  return dimension === 'OFFICER' ? 'r.charged_officer' : `receipt.${OF_RECEIPT[dimension]}`;
}

export const keyColumns = ({ dimensions }: Grouping): readonly string[] => dimensions.map((_, index) => `g${index}`);

/** Reads a row's key columns. */
export function keyOfRow({ dimensions, buckets }: Grouping, row: Readonly<Record<string, unknown>>): string {
  return groupKey(dimensions.map((dimension, index) => {
    const value = row[`g${index}`];
    if (isTime(dimension)) return buckets[Number(value)]!.key;
    return (value ?? null) as string | null;
  }));
}

export const BUCKET_TABLE = 'SELECT unnest($bucket_from) AS from_ms, unnest($bucket_to) AS to_ms, unnest(range(len($bucket_from)))::INTEGER AS bucket';
const TREE_TABLE = 'SELECT unnest($tree_department) AS department, unnest($tree_ancestor) AS ancestor';

/**
 * How a relation's rows find their bucket. AT: by `at_ms`. AT_OR_ALWAYS: also in every bucket without one, as in every period.
 * PIECE: by a column `bucket`, as pieces of a whole. STANDING: by a column `bucket`, once for each; -1 is the total's.
 */
export type Place = 'AT' | 'AT_OR_ALWAYS' | 'PIECE' | 'STANDING';

/** Whether a row can be in several groups, so that the total has to be counted apart. */
export const multiplies = ({ dimensions, buckets }: Grouping, place: Place): boolean =>
  dimensions.includes('DEPARTMENT_TREE') || (buckets.length > 0 && (place === 'AT_OR_ALWAYS' || place === 'STANDING'));

/** The rows of `relation` with their key columns. */
export function placed(grouping: Grouping, relation: string, place: Place): string {
  const { dimensions, buckets } = grouping;
  const keys = dimensions.map((dimension, index) => `${valueOf(dimension)} AS g${index}`);
  const receipt = dimensions.some((dimension) => dimension in OF_RECEIPT) ? 'JOIN live_receipts($p) receipt ON receipt.request = r.request' : '';
  const above = dimensions.includes('DEPARTMENT_TREE') ? `LEFT JOIN (${TREE_TABLE}) above ON above.department = r.charged` : '';
  const from = (bucket: string, where = ''): string => `SELECT ${['r.*', ...keys].join(', ')} FROM ${relation} r ${bucket} ${receipt} ${above} ${where}`;
  if (buckets.length === 0) return from('');
  if (place === 'PIECE' || place === 'STANDING') return from(`JOIN (${BUCKET_TABLE}) bucket_of_row ON bucket_of_row.bucket = r.bucket`);
  const timed = from(`ASOF JOIN (${BUCKET_TABLE}) bucket_of_row ON r.at_ms >= bucket_of_row.from_ms`);
  return place === 'AT' ? timed : `${timed} UNION ALL ${from(`CROSS JOIN (${BUCKET_TABLE}) bucket_of_row`, 'WHERE r.at_ms IS NULL')}`;
}
