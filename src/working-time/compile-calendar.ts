import { toIso, type EpochMs } from '../kernel/instant.js';
import type { CalendarDefinition } from './calendar.js';
import { validateCalendar } from './calendar-rules.js';
import { layOut, type DayTables } from './day-tables.js';
import { DAY_MS, FIRST_DAY, HORIZON, LAST_DAY, localDayOf, type LocalDay } from './local-day.js';
import { firstInstantAt, localMsAt } from './local-time.js';
import { openingPlan, type OpeningPlan } from './opening-plan.js';
import { at, firstAbove, firstAtLeast } from './search.js';
import type { DayKind, WorkingCalendar } from './working-calendar.js';
import { zoneRules, type ZoneRules } from './zone-rules.js';

/** @throws RangeError when the definition is not valid (see `validateCalendar`). Keep what it gives: it took some milliseconds. */
export function compileCalendar(definition: CalendarDefinition): WorkingCalendar {
  const fault = validateCalendar(definition);
  if (fault !== null) throw new RangeError(`Calendar ${definition.calendarId}: ${fault}`);
  return new CompiledCalendar(definition, openingPlan(definition), zoneRules(definition.zone));
}

class CompiledCalendar implements WorkingCalendar {
  private readonly tables: DayTables;
  private readonly announcedThrough: LocalDay;

  constructor(
    readonly definition: CalendarDefinition,
    private readonly plan: OpeningPlan,
    private readonly rules: ZoneRules,
  ) {
    this.tables = layOut(plan, rules);
    this.announcedThrough = definition.announcedThrough === null ? Infinity : localDayOf(definition.announcedThrough);
  }

  workingMsUpTo(t: EpochMs): number {
    this.demand(t >= this.tables.startMs && t <= this.tables.endMs, t);
    const { spanStartMs, spanEndMs, workedMs } = this.tables;
    const span = firstAbove(spanStartMs, t) - 1;
    return span < 0 ? 0 : at(workedMs, span) - Math.max(0, at(spanEndMs, span) - t);
  }

  earliestInstantWith(v: number): EpochMs {
    const { startMs, spanEndMs, workedMs } = this.tables;
    if (v === 0) return startMs;
    const span = firstAtLeast(workedMs, v);
    this.demand(v > 0 && span < workedMs.length, `${v} working milliseconds`);
    return at(spanEndMs, span) - (at(workedMs, span) - v);
  }

  workingDaysUpTo(t: EpochMs): number {
    return at(this.tables.daysWorked, this.localDayOf(t));
  }

  localDayOf(t: EpochMs): LocalDay {
    this.demand(t >= this.tables.startMs && t <= this.tables.endMs, t);
    return Math.min(LAST_DAY, Math.floor(localMsAt(this.rules, t) / DAY_MS));
  }

  endOfWorkingDay(index: number): EpochMs {
    this.demand(Number.isInteger(index) && index >= 1 && index <= this.tables.dayEndMs.length, `working day ${index}`);
    return at(this.tables.dayEndMs, index - 1);
  }

  workingDayFrom(day: LocalDay): number {
    this.demand(Number.isInteger(day) && day >= FIRST_DAY && day <= LAST_DAY, `day ${day} after 1970-01-01`);
    return day === FIRST_DAY ? 1 : at(this.tables.daysWorked, day - 1) + 1;
  }

  workingDayEndingFrom(t: EpochMs): number {
    return firstAtLeast(this.tables.dayEndMs, t) + 1;
  }

  isAnnounced(t: EpochMs): boolean {
    return this.localDayOf(t) <= this.announcedThrough;
  }

  describeDay(day: LocalDay): { readonly kind: DayKind; readonly name: string | null } {
    return { kind: this.kindOf(day), name: this.plan.overrideOn(day)?.name ?? null };
  }

  private kindOf(day: LocalDay): DayKind {
    if (firstInstantAt(this.rules, day * DAY_MS) === firstInstantAt(this.rules, (day + 1) * DAY_MS)) return 'ABSENT';
    const override = this.plan.overrideOn(day);
    if (override === undefined) return this.plan.weeklySpansOn(day).length > 0 ? 'WORKING' : 'WEEKLY_CLOSING';
    if (override.spans.length === 0) return 'HOLIDAY';
    return this.plan.weeklySpansOn(day).length > 0 ? 'WORKING' : 'MAKE_UP';
  }

  private demand(within: boolean, asked: EpochMs | string): void {
    if (within) return;
    const { calendarId, version } = this.definition;
    const what = typeof asked === 'number' && Math.abs(asked) < 8.64e15 ? toIso(asked) : String(asked);
    throw new RangeError(`Calendar ${calendarId} v${version} answers from ${HORIZON}; asked for ${what}`);
  }
}
