import { DAY_MS, dateOf, weekdayIndexOf, type LocalDay } from '../../../working-time/local-day.js';
import { firstInstantAt, localMsAt } from '../../../working-time/local-time.js';
import { zoneRules, type ZoneRules } from '../../../working-time/zone-rules.js';

export const TIME_UNITS = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

/** Buckets of one answer; above it a coarser dimension or a shorter period has to be asked for. */
export const BUCKETS_MAX = 1_500;

/** One day, week (ISO), month, quarter or year of a zone, cut to the period that is asked for. */
export interface Bucket {
  /** 2026-03-02, 2026-W10, 2026-03, 2026-Q1, 2026: text order is time order. */
  readonly key: string;
  /** Its first local date, also when the period begins later. */
  readonly day: LocalDay;
  readonly fromMs: number;
  readonly toMs: number;
}

const MONTHS = { MONTH: 1, QUARTER: 3, YEAR: 12 } as const;
const dayOf = (year: number, month: number, date: number): LocalDay => Date.UTC(year, month, date) / DAY_MS;
export const partsOf = (day: LocalDay): { readonly year: number; readonly month: number; readonly date: number } => {
  const at = new Date(day * DAY_MS);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth(), date: at.getUTCDate() };
};
export const firstOfMonth = (year: number, month: number): LocalDay => dayOf(year, month, 1);

/** First local date of the unit a date lies in. */
export function unitStart(unit: TimeUnit, day: LocalDay): LocalDay {
  if (unit === 'DAY') return day;
  if (unit === 'WEEK') return day - weekdayIndexOf(day);
  const { year, month } = partsOf(day);
  return firstOfMonth(year, month - (month % MONTHS[unit]));
}

function nextStart(unit: TimeUnit, start: LocalDay): LocalDay {
  if (unit === 'DAY') return start + 1;
  if (unit === 'WEEK') return start + 7;
  const { year, month } = partsOf(start);
  return firstOfMonth(year, month + MONTHS[unit]);
}

/** A week belongs to the year of its Thursday; the week of 4 January is the first. */
export function isoWeekOf(day: LocalDay): { readonly year: number; readonly week: number } {
  const thursday = unitStart('WEEK', day) + 3;
  const { year } = partsOf(thursday);
  return { year, week: 1 + (thursday - (isoWeekStart(year, 1) + 3)) / 7 };
}
export const isoWeekStart = (year: number, week: number): LocalDay => unitStart('WEEK', dayOf(year, 0, 4)) + (week - 1) * 7;

export function bucketKey(unit: TimeUnit, start: LocalDay): string {
  const date = dateOf(start);
  if (unit === 'DAY') return date;
  if (unit === 'WEEK') {
    const { year, week } = isoWeekOf(start);
    return `${year}-W${String(week).padStart(2, '0')}`;
  }
  if (unit === 'MONTH') return date.slice(0, 7);
  return unit === 'YEAR' ? date.slice(0, 4) : `${date.slice(0, 4)}-Q${partsOf(start).month / 3 + 1}`;
}

export const startMsOf = (rules: ZoneRules, day: LocalDay): number => firstInstantAt(rules, day * DAY_MS);

/** The buckets that tile [fromMs, toMs), ascending; null when there are more than `BUCKETS_MAX`. */
export function bucketsOf(unit: TimeUnit, zone: string, fromMs: number, toMs: number): readonly Bucket[] | null {
  const rules = zoneRules(zone);
  const buckets: Bucket[] = [];
  let day = unitStart(unit, Math.floor(localMsAt(rules, fromMs) / DAY_MS));
  for (let startMs = startMsOf(rules, day); startMs < toMs;) {
    const next = nextStart(unit, day);
    const endMs = startMsOf(rules, next);
    const [from, to] = [Math.max(startMs, fromMs), Math.min(endMs, toMs)];
    // A date that the zone skipped has no instants.
    if (from < to) buckets.push({ key: bucketKey(unit, day), day, fromMs: from, toMs: to });
    if (buckets.length > BUCKETS_MAX) return null;
    [day, startMs] = [next, endMs];
  }
  return buckets;
}

/** A search among buckets as arithmetic: slot i lies in bucket `bucket[i]`, from `edge[i]` on in the next one. */
export interface BucketSlots {
  readonly slotMs: number;
  /** Number of the first slot, counted from 1970. */
  readonly first: number;
  readonly bucket: readonly number[];
  readonly edge: readonly number[];
}

/** Slots so narrow that none has two edges. @param buckets at least one. */
export function slotsOf(buckets: readonly Bucket[]): BucketSlots {
  const [fromMs, toMs] = [buckets[0]!.fromMs, buckets.at(-1)!.toMs];
  const edges = buckets.slice(1).map((bucket) => bucket.fromMs);
  const slotsAt = (slotMs: number): readonly number[] => edges.map((edge) => Math.floor(edge / slotMs));
  let slotMs = toMs - fromMs;
  while (new Set(slotsAt(slotMs)).size < edges.length) slotMs = Math.ceil(slotMs / 2);
  const first = Math.floor(fromMs / slotMs);
  const bucket = Array.from({ length: Math.floor((toMs - 1) / slotMs) - first + 1 }, () => 0);
  const edge = bucket.map(() => Number.MAX_SAFE_INTEGER);
  for (const [index, slot] of slotsAt(slotMs).entries()) {
    edge[slot - first] = edges[index]!;
    bucket.fill(index + 1, slot - first + 1);
  }
  return { slotMs, first, bucket, edge };
}
