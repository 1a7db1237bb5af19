import { accept } from '../../kernel/decider.js';
import type { EpochMs } from '../../kernel/instant.js';
import { localDateOf } from '../../working-time/local-time.js';
import { applyCalendarEvent, type CalendarEvent } from './calendar-definition.js';
import { decideCalendar } from './decide-calendar.js';
import { decideDepartment, decideOfficer } from './decide-department.js';
import { decideFormula } from './decide-formula.js';
import { decideServiceItem } from './decide-service-item.js';
import type { ReferenceEvent } from './events.js';
import type { ReferenceState } from './reference-state.js';
import { type EntryDecision, refuseEntry } from './refusal.js';

export type ParentOf = (departmentId: string) => string | null | undefined;

/**
 * Whether the rules would record exactly this event now, had its recording day not passed: what another log recorded, taken over
 * with its versions. @param recordedAtMs when that log recorded it.
 */
export function decideRecorded(event: ReferenceEvent, recordedAtMs: EpochMs, state: ReferenceState, parentOf: ParentOf): EntryDecision {
  const decision = decisionOn(event, recordedAtMs, state, parentOf);
  if (decision.outcome === 'rejected') return decision;
  const [made] = decision.events;
  if (made !== undefined && decision.events.length === 1 && made.type === event.type && sameData(made.data, event.data)) return accept(event);
  return refuseEntry('INVALID_ENTRY', `${event.type} does not follow from what is recorded before it: an event is missing, or was changed`);
}

function decisionOn(event: ReferenceEvent, recordedAtMs: EpochMs, state: ReferenceState, parentOf: ParentOf): EntryDecision {
  switch (event.type) {
    case 'DepartmentRegistered':
    case 'DepartmentRenamed':
      return decideDepartment(event.data, state.departments.get(event.data.departmentId), parentOf);
    case 'OfficerRegistered':
      return decideOfficer(event.data, state.officers.get(event.data.officerId));
    case 'ServiceItemRegistered':
    case 'ServiceItemRevised': {
      const known = { hasCalendar: (id: string) => state.calendars.has(id), hasDepartment: (id: string) => state.departments.has(id) };
      return decideServiceItem(event.data, state.serviceItems.get(event.data.code), known);
    }
    case 'AssessmentFormulaDefined':
    case 'AssessmentFormulaRevised':
      return decideFormula(event.data, state.formulas.get(event.data.formulaId));
    case 'CalendarDefined':
    case 'CalendarRevised':
      return decideCalendarAsOf(event, recordedAtMs, state);
    case 'ReferenceStreamOpened':
      return refuseEntry('INVALID_ENTRY', 'an index is made anew, not taken over');
  }
}

function decideCalendarAsOf(event: CalendarEvent, recordedAtMs: EpochMs, state: ReferenceState): EntryDecision {
  const current = state.calendars.get(event.data.calendarId);
  if (current === undefined && event.type === 'CalendarRevised') return refuseEntry('UNKNOWN_CALENDAR', 'it is revised before it is defined');
  const { calendarId, zone, weeks, overrides, announcedThrough } = applyCalendarEvent(current, event);
  const desired = { calendarId, zone, week: weeks.at(-1)?.week ?? {}, overrides, announcedThrough };
  return decideCalendar(desired, current, (of) => localDateOf(of, recordedAtMs));
}

/** Whatever order their keys are in; an absent field and an undefined one are the same. */
export function sameData(one: unknown, other: unknown): boolean {
  if (!isRecord(one) || !isRecord(other)) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) => sameData(one[key], other[key]));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
