import type { DateOverride, Week } from '../../working-time/calendar.js';
import type { Limit } from '../../working-time/limit.js';
import type { FormulaTerms } from './assessment-formula.js';

/** Stored history of the reference data; the same rule as everywhere: a shipped type never changes. */
export interface ItemLimits {
  readonly promised: Limit | null;
  readonly statutory: Limit | null;
}
export interface ServiceItemTerms {
  readonly name: string;
  readonly limits: { readonly NORMAL: ItemLimits; readonly URGENT?: ItemLimits };
  readonly route: readonly string[];
  readonly calendarId: string;
  readonly clockStart: 'RECEIPT' | 'ACCEPTANCE';
  readonly warningShare: number;
}

export interface ReferenceEventData {
  /** Stream `department-<id>`. */
  DepartmentRegistered: { readonly departmentId: string; readonly name: string; readonly parentId: string | null };
  DepartmentRenamed: { readonly departmentId: string; readonly name: string; readonly parentId: string | null };
  /** Stream `officer-<id>`; recorded again when the name changes, and the last one counts. */
  OfficerRegistered: { readonly officerId: string; readonly name: string };
  /** Stream `serviceItem-<code>`; `version` counts from 1. Both carry the whole terms. */
  ServiceItemRegistered: { readonly code: string; readonly version: 1 } & ServiceItemTerms;
  ServiceItemRevised: { readonly code: string; readonly version: number } & ServiceItemTerms;
  /** Stream `calendar-<id>`. */
  CalendarDefined: {
    readonly calendarId: string; readonly version: 1; readonly zone: string; readonly week: Week;
    readonly overrides: Readonly<Record<string, DateOverride>>; readonly announcedThrough: string | null;
  };
  /** Alters dates from `effectiveFrom` on, which is never before the recording day. `week` null: unchanged.
   *  In `overrides` null takes an override back. */
  CalendarRevised: {
    readonly calendarId: string; readonly version: number; readonly effectiveFrom: string; readonly week: Week | null;
    readonly overrides: Readonly<Record<string, DateOverride | null>>; readonly announcedThrough: string | null;
  };
  /** Stream `assessmentFormula-<id>`; `version` counts from 1. Both carry the whole formula. */
  AssessmentFormulaDefined: { readonly formulaId: string; readonly version: 1 } & FormulaTerms;
  AssessmentFormulaRevised: { readonly formulaId: string; readonly version: number } & FormulaTerms;
  /** Stream `referenceData-index`; precedes the first event of the stream it names, which finds all of them without a scan. */
  ReferenceStreamOpened: { readonly stream: string };
}
export type ReferenceEventType = keyof ReferenceEventData;
export type ReferenceEvent = {
  [T in ReferenceEventType]: { readonly type: T; readonly data: ReferenceEventData[T] };
}[ReferenceEventType];
