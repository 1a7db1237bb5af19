import type { SqlValue } from './duckdb-connection.js';
import { isTime, type Dimension, type Grouping } from './figures/dimensions.js';
import { treeColumns, type Parents } from './figures/department-tree.js';
import { QuestionRefused } from './figures/question-refused.js';
import { bucketsOf, BUCKETS_MAX, slotsOf, type Bucket } from './figures/time-buckets.js';
import type { CalendarVersion } from '../projections/calendars.js';

export type KnownCalendar = CalendarVersion & { readonly calendarId: string; readonly current: boolean };

export interface GroupingParts {
  readonly dimensions: readonly Dimension[];
  readonly zone: string;
  /** What the buckets tile. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly nowMs: number;
  readonly calendars: readonly KnownCalendar[];
  /** Needed for the department tree only. */
  readonly parents: Parents;
}

/** @throws QuestionRefused when the period has too many buckets. */
export function groupingFrom(parts: GroupingParts): Grouping {
  const { dimensions, parents } = parts;
  const tree = dimensions.includes('DEPARTMENT_TREE') ? treeColumns(parents) : {};
  const unit = dimensions.find(isTime);
  if (unit === undefined) return { dimensions, buckets: [], params: { ...tree } };
  const buckets = bucketsOf(unit, parts.zone, parts.fromMs, parts.toMs);
  if (buckets === null) throw tooManyBuckets();
  return { dimensions, buckets, params: { ...tree, ...bucketParams(buckets), ...edgeParams(buckets, parts), ...judgedParams(buckets, parts) } };
}

const whole = (ms: readonly number[]): readonly bigint[] => ms.map(BigInt);

const bucketParams = (buckets: readonly Bucket[]): Record<string, SqlValue> => ({
  bucket_from: whole(buckets.map(({ fromMs }) => fromMs)), bucket_to: whole(buckets.map(({ toMs }) => toMs)), ...slotParams(buckets),
});

function slotParams(buckets: readonly Bucket[]): Record<string, SqlValue> {
  if (buckets.length === 0) return { slot_ms: 1n, slot_first: 0n, slot_bucket: [], slot_edge: [] };
  const { slotMs, first, bucket, edge } = slotsOf(buckets);
  return { slot_ms: BigInt(slotMs), slot_first: BigInt(first), slot_bucket: whole(bucket), slot_edge: whole(edge) };
}

/** W at the edges of every bucket, by every calendar version. */
function edgeParams(buckets: readonly Bucket[], { calendars }: GroupingParts): Record<string, SqlValue> {
  const rows = calendars.flatMap(({ calendarId, definition, time }) => buckets.map(({ fromMs, toMs }, bucket) =>
    ({ calendarId, version: definition.version, bucket, wFrom: time.workingMsUpTo(fromMs), wTo: time.workingMsUpTo(toMs) })));
  return {
    edge_calendar: rows.map(({ calendarId }) => calendarId), edge_version: whole(rows.map(({ version }) => version)),
    edge_bucket: whole(rows.map(({ bucket }) => bucket)), edge_w_from: whole(rows.map(({ wFrom }) => wFrom)), edge_w_to: whole(rows.map(({ wTo }) => wTo)),
  };
}

/** When a bucket's open requests are judged: at its end, or now when that is earlier. */
export const judgedAt = ({ toMs }: Bucket, nowMs: number): number => Math.min(toMs, nowMs);

/** The instants in order, the last one now; which of them each bucket is judged at, -1 being the total; W and D there by every calendar as it stands. */
function judgedParams(buckets: readonly Bucket[], { calendars, nowMs }: GroupingParts): Record<string, SqlValue> {
  const points = [...buckets.map(({ toMs }) => toMs).filter((ms) => ms < nowMs), nowMs];
  const rows = calendars.filter(({ current }) => current).flatMap(({ calendarId, time }) => points.map((ms, index) =>
    ({ calendarId, index, w: time.workingMsUpTo(ms), d: time.workingDaysUpTo(ms) })));
  const last = points.length - 1;
  return {
    judged_point: whole(points), judged_bucket: whole([-1, ...buckets.keys()]), judged_index: whole([last, ...buckets.map((_, index) => Math.min(index, last))]),
    point_calendar: rows.map(({ calendarId }) => calendarId), point_index: whole(rows.map(({ index }) => index)),
    point_w: whole(rows.map(({ w }) => w)), point_d: whole(rows.map(({ d }) => d)),
  };
}

const tooManyBuckets = (): QuestionRefused => new QuestionRefused(
  'TOO_MANY_BUCKETS', `The period has more than ${BUCKETS_MAX} of these: shorten the period, or take a longer unit of time.`,
  `该时段按此粒度超过 ${BUCKETS_MAX} 段：请缩短时段或改用更长的时间单位。`);
