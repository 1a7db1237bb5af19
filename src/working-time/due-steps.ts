import { toMs, type EpochMs } from '../kernel/instant.js';
import type { ClockHistory, Due, DueStep, Limit } from './limit.js';
import type { LocalDay } from './local-day.js';
import { dateOf } from './local-day.js';
import type { WorkingCalendar } from './working-calendar.js';

/** Of skipped and make-up days together, the first ones. */
export const DAY_STEPS_MAX = 400;

export type SuspensionStep = Extract<DueStep, { step: 'SUSPENSION' }>;
type ExtensionStep = Extract<DueStep, { step: 'EXTENSION' }>;

interface Judged {
  readonly due: Due;
  readonly suspensions: readonly SuspensionStep[];
  /** First local date from which a closed day put the due instant off. */
  readonly skipsFrom: () => LocalDay;
}

export function stepsOf(limit: Limit, history: ClockHistory, calendar: WorkingCalendar, judged: Judged): readonly DueStep[] {
  const { dueMs, provisional } = judged.due;
  return [
    { step: 'START', atMs: history.startMs },
    { step: 'LIMIT', unit: limit.unit, amount: limit.unit === 'INSTANT' ? null : limit.amount },
    ...inOrder(history.extensions.map(extensionStep), judged.suspensions),
    ...(dueMs === null ? [] : daySteps(judged.skipsFrom(), dueMs, calendar)),
    { step: 'DUE', dueMs, provisional },
  ];
}

function extensionStep(extension: ClockHistory['extensions'][number]): ExtensionStep {
  return 'dueAt' in extension
    ? { step: 'EXTENSION', atMs: extension.atMs, amount: null, dueMs: toMs(extension.dueAt) }
    : { step: 'EXTENSION', atMs: extension.atMs, amount: extension.amount, dueMs: null };
}

/** By time; an extension of the same instant stands first, because the suspension is judged with it. */
function inOrder(extensions: readonly ExtensionStep[], suspensions: readonly SuspensionStep[]): readonly DueStep[] {
  const timeOf = (step: ExtensionStep | SuspensionStep): EpochMs => (step.step === 'EXTENSION' ? step.atMs : step.fromMs);
  return [...extensions, ...suspensions].sort((a, b) => timeOf(a) - timeOf(b));
}

function daySteps(from: LocalDay, dueMs: EpochMs, calendar: WorkingCalendar): readonly DueStep[] {
  const steps: DueStep[] = [];
  const last = calendar.localDayOf(dueMs - 1); // a day that ends at 24:00 is over on the next date
  for (let day = from; day <= last && steps.length < DAY_STEPS_MAX; day += 1) {
    const { kind, name } = calendar.describeDay(day);
    if (kind === 'MAKE_UP') steps.push({ step: 'MAKE_UP', date: dateOf(day), name });
    else if (day < last && (kind === 'HOLIDAY' || kind === 'WEEKLY_CLOSING')) {
      steps.push({ step: 'SKIPPED', date: dateOf(day), reason: kind, name: kind === 'HOLIDAY' ? name : null });
    }
  }
  return steps;
}
