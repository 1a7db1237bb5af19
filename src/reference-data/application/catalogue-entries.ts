import type { EpochMs } from '../../kernel/instant.js';
import { localDateOf } from '../../working-time/local-time.js';
import type { Catalogue } from '../domain/catalogue.js';
import { decideCalendar } from '../domain/decide-calendar.js';
import { decideDepartment, decideOfficer } from '../domain/decide-department.js';
import { decideFormula } from '../domain/decide-formula.js';
import { decideServiceItem } from '../domain/decide-service-item.js';
import type { ReferenceState } from '../domain/reference-state.js';
import { calendarStream, departmentStream, formulaStream, officerStream, serviceItemStream } from '../domain/reference-streams.js';
import { type EntryDecision, refuseEntry } from '../domain/refusal.js';

/** One line of a catalogue, decided against the reference data as it stands when asked. */
export interface CatalogueEntry {
  /** For people, e.g. 'department planning'. */
  readonly entry: string;
  readonly stream: string;
  readonly decide: (nowMs: EpochMs) => EntryDecision;
}

/** In phases: an entry of a later one may name entries of an earlier one; within a phase order does not matter. */
export function entriesOf(catalogue: Catalogue, state: ReferenceState): CatalogueEntry[][] {
  const parents = new Map(catalogue.departments.map(({ departmentId, parentId }) => [departmentId, parentId]));
  const parentOf = (id: string): string | null | undefined => (parents.has(id) ? parents.get(id) : state.departments.get(id)?.parentId);
  const known = { hasCalendar: (id: string) => state.calendars.has(id), hasDepartment: (id: string) => state.departments.has(id) };
  const phases: CatalogueEntry[][] = [
    catalogue.calendars.map((calendar) => ({
      entry: `calendar ${calendar.calendarId}`,
      stream: calendarStream(calendar.calendarId),
      decide: (nowMs) => decideCalendar(calendar, state.calendars.get(calendar.calendarId), (zone) => localDateOf(zone, nowMs)),
    })),
    catalogue.departments.map((department) => ({
      entry: `department ${department.departmentId}`,
      stream: departmentStream(department.departmentId),
      decide: () => decideDepartment(department, state.departments.get(department.departmentId), parentOf),
    })),
    catalogue.officers.map((officer) => ({
      entry: `officer ${officer.officerId}`,
      stream: officerStream(officer.officerId),
      decide: () => decideOfficer(officer, state.officers.get(officer.officerId)),
    })),
    catalogue.serviceItems.map((item) => ({
      entry: `service item ${item.code}`,
      stream: serviceItemStream(item.code),
      decide: () => decideServiceItem(item, state.serviceItems.get(item.code), known),
    })),
    (catalogue.assessmentFormulas ?? []).map((formula) => ({
      entry: `assessment formula ${formula.formulaId}`,
      stream: formulaStream(formula.formulaId),
      decide: () => decideFormula(formula, state.formulas.get(formula.formulaId)),
    })),
  ];
  return phases.map(refuseDuplicates);
}

/** The first of its name counts: two in parallel would race each other for one stream. */
function refuseDuplicates(entries: CatalogueEntry[]): CatalogueEntry[] {
  const streams = new Set<string>();
  return entries.map((entry) => {
    if (!streams.has(entry.stream)) {
      streams.add(entry.stream);
      return entry;
    }
    return { ...entry, decide: () => refuseEntry('DUPLICATE_ENTRY', 'the catalogue names it twice: the first one counts') };
  });
}
