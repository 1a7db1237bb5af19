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
  /** What an officer's group is called; default: the officer's id. */
  readonly officer?: (officerId: string) => string;
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
  if (isTime(dimension)) return 'bucket_of_row';
  if (dimension === 'DEPARTMENT') return 'r.charged';
  if (dimension === 'DEPARTMENT_TREE') return 'coalesce(above.ancestor, r.charged)';
  return dimension === 'OFFICER' ? 'r.charged_officer' : `receipt.${OF_RECEIPT[dimension]}`;
}

export const keyColumns = ({ dimensions }: Grouping): readonly string[] => dimensions.map((_, index) => `g${index}`);

/** Reads a row's key columns. */
export function keyOfRow({ dimensions, buckets, officer }: Grouping, row: Readonly<Record<string, unknown>>): string {
  return groupKey(dimensions.map((dimension, index) => {
    const value = row[`g${index}`];
    if (isTime(dimension)) return buckets[Number(value)]!.key;
    if (dimension === 'OFFICER' && officer !== undefined && typeof value === 'string') return officer(value);
    return (value ?? null) as string | null;
  }));
}

const SLOT = (ms: string): string => `(${ms}) // $slot_ms - $slot_first + 1`;
/** Number of the bucket an instant within the period lies in, without a join: a search for each row would sort them all. */
export const bucketOf = (ms: string): string => `($slot_bucket[${SLOT(ms)}] + CASE WHEN (${ms}) >= $slot_edge[${SLOT(ms)}] THEN 1 ELSE 0 END)::INTEGER`;
/** The same of any instant: before the period the first, after it the last. */
export const nearestBucketOf = (ms: string): string => bucketOf(`greatest($bucket_from[1], least($bucket_to[-1] - 1, ${ms}))`);
const TREE_TABLE = 'SELECT unnest($tree_department) AS department, unnest($tree_ancestor) AS ancestor';

/**
 * How a relation's rows find their bucket. AT: by `at_ms`. AT_OR_ALWAYS: also in every bucket without one, as in every period.
 * PIECE: by a column `bucket`, as pieces of a whole. STANDING: by a column `bucket`, once for each; -1 is the total's.
 */
export type Place = 'AT' | 'AT_OR_ALWAYS' | 'PIECE' | 'STANDING';

/** Whether a row can be in several groups, so that the total has to be counted apart. */
export const multiplies = ({ dimensions }: Grouping, place: Place): boolean =>
  dimensions.includes('DEPARTMENT_TREE') || (dimensions.some(isTime) && (place === 'AT_OR_ALWAYS' || place === 'STANDING'));

/** The rows of `relation` with their key columns. */
export function placed(grouping: Grouping, relation: string, place: Place): string {
  const { dimensions, buckets } = grouping;
  const keys = dimensions.map((dimension, index) => `${valueOf(dimension)} AS g${index}`);
  const receipt = dimensions.some((dimension) => dimension in OF_RECEIPT) ? 'JOIN live_receipts($p) receipt ON receipt.request = r.request' : '';
  const above = dimensions.includes('DEPARTMENT_TREE') ? `LEFT JOIN (${TREE_TABLE}) above ON above.department = r.charged` : '';
  const from = (rows: string): string => `SELECT ${['r.*', ...keys].join(', ')} FROM ${rows} r ${receipt} ${above}`;
  if (!dimensions.some(isTime)) return from(relation);
  if (buckets.length === 0) return from(`(SELECT *, NULL::INTEGER AS bucket_of_row FROM ${relation} WHERE FALSE)`);
  if (place === 'PIECE' || place === 'STANDING') return from(`(SELECT *, bucket AS bucket_of_row FROM ${relation} WHERE bucket >= 0)`);
  const timed = from(`(SELECT *, ${bucketOf('at_ms')} AS bucket_of_row FROM ${relation} WHERE at_ms IS NOT NULL)`);
  if (place === 'AT') return timed;
  return `${timed} UNION ALL ${from(`(SELECT *, unnest(range(len($bucket_from)))::INTEGER AS bucket_of_row FROM ${relation} WHERE at_ms IS NULL)`)}`;
}
