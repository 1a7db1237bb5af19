import type { EpochMs } from '../kernel/instant.js';
import { firstInstantAt } from './local-time.js';
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
  const spanStartMs: EpochMs[] = [];
  const spanEndMs: EpochMs[] = [];
  const workedMs: number[] = [];
  const dayEndMs: EpochMs[] = [];
  const daysWorked = new Int32Array(LAST_DAY + 1);
  let worked = 0;
  for (let day: LocalDay = FIRST_DAY; day <= LAST_DAY; day += 1) {
    const spanCount = spanStartMs.length;
    for (const { fromMs, untilMs } of plan.spansOn(day)) {
      const start = firstInstantAt(rules, day * DAY_MS + fromMs);
      const end = firstInstantAt(rules, day * DAY_MS + untilMs);
      if (end === start) continue;
      spanStartMs.push(start);
      spanEndMs.push(end);
      worked += end - start;
      workedMs.push(worked);
    }
    if (spanStartMs.length > spanCount) dayEndMs.push(spanEndMs.at(-1) ?? 0);
    daysWorked[day] = dayEndMs.length;
  }
  return {
    startMs: firstInstantAt(rules, FIRST_DAY * DAY_MS),
    endMs: firstInstantAt(rules, (LAST_DAY + 1) * DAY_MS),
    spanStartMs: Float64Array.from(spanStartMs),
    spanEndMs: Float64Array.from(spanEndMs),
    workedMs: Float64Array.from(workedMs),
    daysWorked,
    dayEndMs: Float64Array.from(dayEndMs),
  };
}
