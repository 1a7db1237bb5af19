import type { EpochMs } from '../kernel/instant.js';
import { firstInstantAt, firstInstantsInOrder } from './local-time.js';
import { DAY_MS, FIRST_DAY, LAST_DAY, type LocalDay } from './local-day.js';
import type { OpeningPlan } from './opening-plan.js';
import type { ZoneRules } from './zone-rules.js';

/** The whole horizon laid out once; about 2 MB for two spans on five days a week. All lists ascend. */
export interface DayTables {
  /** First instant of the horizon, and the first one after it. */
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
  readonly spanStartMs: Float64Array;
  readonly spanEndMs: Float64Array;
  /** Working milliseconds from the start of the horizon to the end of each span. */
  readonly workedMs: Float64Array;
  /** Working days up to and with each local day; the index is the local day. */
  readonly daysWorked: Int32Array;
  /** End of the last span of each working day; the index is the working day's own, less one. */
  readonly dayEndMs: Float64Array;
}

/**
 * A span counts the milliseconds that really pass between its two readings of the local clock, so a change of summer
 * time stretches or swallows it. What is swallowed whole is no span, and a day without a span is no working day.
 */
export function layOut(plan: OpeningPlan, rules: ZoneRules): DayTables {
  const capacity = plannedSpanCount(plan);
  const [spanStartMs, spanEndMs, workedMs] = [new Float64Array(capacity), new Float64Array(capacity), new Float64Array(capacity)];
  const daysWorked = new Int32Array(LAST_DAY + 1);
  const dayEndMs = new Float64Array(LAST_DAY + 1);
  const instantAt = firstInstantsInOrder(rules);
  let [spanCount, dayCount, worked] = [0, 0, 0];
  for (let day: LocalDay = FIRST_DAY; day <= LAST_DAY; day += 1) {
    const spanCountBefore = spanCount;
    for (const { fromMs, untilMs } of plan.spansOn(day)) {
      const start = instantAt(day * DAY_MS + fromMs);
      const end = instantAt(day * DAY_MS + untilMs);
      if (end === start) continue;
      worked += end - start;
      spanStartMs[spanCount] = start;
      spanEndMs[spanCount] = end;
      workedMs[spanCount] = worked;
      spanCount += 1;
    }
    if (spanCount > spanCountBefore) {
      dayEndMs[dayCount] = spanEndMs[spanCount - 1] ?? 0;
      dayCount += 1;
    }
    daysWorked[day] = dayCount;
  }
  return {
    startMs: firstInstantAt(rules, FIRST_DAY * DAY_MS),
    endMs: firstInstantAt(rules, (LAST_DAY + 1) * DAY_MS),
    spanStartMs: spanStartMs.subarray(0, spanCount),
    spanEndMs: spanEndMs.subarray(0, spanCount),
    workedMs: workedMs.subarray(0, spanCount),
    daysWorked,
    dayEndMs: dayEndMs.subarray(0, dayCount),
  };
}

/** As many spans as there can be; filling arrays of a known size takes half the time of growing them. */
function plannedSpanCount(plan: OpeningPlan): number {
  let count = 0;
  for (let day: LocalDay = FIRST_DAY; day <= LAST_DAY; day += 1) count += plan.spansOn(day).length;
  return count;
}
