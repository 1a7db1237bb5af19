import { explainDue } from '../../working-time/due.js';
import type { DueStep, Due } from '../../working-time/limit.js';
import type { LimitKind } from '../../service-request/domain/events.js';
import type { CalendarVersions } from '../../efficiency/projections/calendars.js';
import { clockAt } from '../../efficiency/projections/clock.js';
import { LIMIT_KINDS, limitOf } from '../../efficiency/projections/limit-facts.js';
import { isCompleted } from '../../efficiency/projections/history.js';
import { officerAt } from '../../efficiency/projections/officers.js';
import type { Standing } from './walk.js';

export type Status = 'ABSENT' | 'OPEN' | 'SUSPENDED' | 'COMPLETED' | 'VOIDED';

/** How a request stood, by the rules (`state`) and for the figures (`history`). */
export interface StandingView {
  readonly status: Status;
  readonly holderDepartmentId: string | null;
  /** Whose time runs, where it is known. */
  readonly officerId: string | null;
  readonly pending: { readonly fromDepartmentId: string; readonly toDepartmentId: string; readonly revision: number } | null;
  readonly suspension: { readonly cause: string; readonly fromMs: number } | null;
  readonly acceptedAtMs: number | null;
  readonly closures: number;
  readonly lastClosedAtMs: number | null;
}

const NOWHERE: StandingView = {
  status: 'ABSENT', holderDepartmentId: null, officerId: null, pending: null, suspension: null, acceptedAtMs: null, closures: 0, lastClosedAtMs: null,
};

export function viewOf({ state, history }: Standing): StandingView {
  if (state.status === 'absent' || history === null) return NOWHERE;
  const stay = history.stays.at(-1)!;
  const shared = { closures: history.closures.length, lastClosedAtMs: history.closures.at(-1)?.atMs ?? null, acceptedAtMs: history.acceptedAtMs };
  if (state.status === 'voided') return { ...NOWHERE, ...shared, status: 'VOIDED' };
  if (state.status === 'completed') return { ...NOWHERE, ...shared, status: 'COMPLETED', holderDepartmentId: state.holder };
  const { holding, pending, suspension } = state;
  return {
    ...shared, status: suspension === null ? 'OPEN' : 'SUSPENDED', holderDepartmentId: holding.departmentId,
    officerId: officerAt(history, stay, Number.MAX_SAFE_INTEGER), pending, suspension,
  };
}

/** A limit as it stood, with everything the log knew by then. */
export interface LimitView {
  readonly limit: LimitKind;
  readonly due: Due;
  readonly steps: readonly DueStep[];
  readonly zone: string;
  readonly calendarId: string;
  readonly calendarVersion: number;
}

/** A closed request keeps the calendar of its closure's position; an open one follows what was known. */
export function limitsAt({ history, knownAt }: Standing, versions: CalendarVersions): readonly LimitView[] {
  if (history === null || history.voided) return [];
  const closed = isCompleted(history) ? history.closures.at(-1)! : null;
  const calendar = versions.at(history.pinned.calendarId, closed?.position ?? knownAt);
  return LIMIT_KINDS.flatMap((limit) => {
    const terms = limitOf(history, limit);
    if (terms === null) return [];
    const { due, steps } = explainDue(terms, clockAt(history, limit, closed?.atMs ?? Number.MAX_SAFE_INTEGER), calendar.time);
    return [{ limit, due, steps, zone: calendar.definition.zone, calendarId: history.pinned.calendarId, calendarVersion: calendar.definition.version }];
  });
}
