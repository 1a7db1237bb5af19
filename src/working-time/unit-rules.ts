import { toMs, type EpochMs } from '../kernel/instant.js';
import type { ClockHistory, Limit } from './limit.js';
import type { LocalDay } from './local-day.js';
import type { WorkingCalendar } from './working-calendar.js';

export const HOUR_MS = 3_600_000;
export type MovedUnit = 'MS' | 'WORKING_DAY' | 'CALENDAR_DAY';

/** What the extensions granted so far come to: their sum, and for an explicit instant the last one. */
export interface Granted {
  readonly amount: number;
  readonly dueAtMs: EpochMs | null;
}

/** One row of the table of due instants: how a unit counts suspensions, and where extensions and suspensions put its end. */
export interface UnitRules {
  readonly movedUnit: MovedUnit;
  /** How far a suspension moves the end, in `movedUnit`. */
  moved(fromMs: EpochMs, untilMs: EpochMs): number;
  dueMs(granted: Granted, moved: number): EpochMs;
  /** From which local date on a closed day put the due instant off. */
  skipsFrom(granted: Granted, moved: number): LocalDay;
}

export function unitRules(limit: Limit, startMs: EpochMs, calendar: WorkingCalendar): UnitRules {
  switch (limit.unit) {
    case 'WORKING_HOUR':
      return workingHours(limit.amount, startMs, calendar);
    case 'WORKING_DAY':
      return workingDays(limit.amount, startMs, calendar);
    case 'CALENDAR_DAY':
      return calendarDays(limit.amount, startMs, calendar);
    case 'INSTANT':
      return explicitInstant(toMs(limit.dueAt), calendar);
  }
}

const movedMs =
  (calendar: WorkingCalendar) =>
  (fromMs: EpochMs, untilMs: EpochMs): number =>
    calendar.workingMsUpTo(untilMs) - calendar.workingMsUpTo(fromMs);

function workingHours(amount: number, startMs: EpochMs, calendar: WorkingCalendar): UnitRules {
  const startW = calendar.workingMsUpTo(startMs);
  return {
    movedUnit: 'MS',
    moved: movedMs(calendar),
    dueMs: (granted, moved) => calendar.earliestInstantWith(startW + Math.round((amount + granted.amount) * HOUR_MS) + moved),
    skipsFrom: () => calendar.localDayOf(startMs),
  };
}

function workingDays(amount: number, startMs: EpochMs, calendar: WorkingCalendar): UnitRules {
  // Done on the spot: the day of the start counts, unless it is over or closed. Else the first day is not counted.
  const index = amount === 0 ? calendar.workingDayEndingFrom(startMs) : calendar.workingDaysUpTo(startMs) + amount;
  return {
    movedUnit: 'WORKING_DAY',
    moved: (fromMs, untilMs) => calendar.workingDaysUpTo(untilMs) - calendar.workingDaysUpTo(fromMs),
    dueMs: (granted, moved) => calendar.endOfWorkingDay(index + granted.amount + moved),
    skipsFrom: () => calendar.localDayOf(startMs),
  };
}

function calendarDays(amount: number, startMs: EpochMs, calendar: WorkingCalendar): UnitRules {
  const targetDay = (granted: Granted, moved: number): LocalDay => calendar.localDayOf(startMs) + amount + granted.amount + moved;
  return {
    movedUnit: 'CALENDAR_DAY',
    moved: (fromMs, untilMs) => calendar.localDayOf(untilMs) - calendar.localDayOf(fromMs),
    dueMs: (granted, moved) =>
      calendar.endOfWorkingDay(Math.max(calendar.workingDayFrom(targetDay(granted, moved)), calendar.workingDayEndingFrom(startMs))),
    skipsFrom: targetDay,
  };
}

function explicitInstant(dueAtMs: EpochMs, calendar: WorkingCalendar): UnitRules {
  const instant = (granted: Granted): EpochMs => granted.dueAtMs ?? dueAtMs;
  return {
    movedUnit: 'MS',
    moved: movedMs(calendar),
    dueMs: (granted, moved) => Math.max(instant(granted), calendar.earliestInstantWith(calendar.workingMsUpTo(instant(granted)) + moved)),
    skipsFrom: (granted) => calendar.localDayOf(instant(granted)),
  };
}

/** @throws TypeError for an extension in another form than the limit: that is refused before it is recorded. */
export function grantedBy(extensions: ClockHistory['extensions'], limit: Limit, atMs: EpochMs): Granted {
  let granted: Granted = { amount: 0, dueAtMs: null };
  for (const extension of extensions) {
    if (extension.atMs > atMs) continue;
    const replaces = 'dueAt' in extension;
    if (replaces !== (limit.unit === 'INSTANT')) throw new TypeError(`An extension does not fit a limit in ${limit.unit}`);
    granted = replaces ? { amount: 0, dueAtMs: toMs(extension.dueAt) } : { amount: granted.amount + extension.amount, dueAtMs: null };
  }
  return granted;
}
