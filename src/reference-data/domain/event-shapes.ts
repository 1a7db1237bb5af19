import { fields, type FieldShapes, listOf, number, oneOf, optional, orNull, recordOf, type Shape, text, whole } from '../../kernel/shape.js';
import type { DateOverride, Span, Week } from '../../working-time/calendar.js';
import { limitShape } from '../../working-time/limit-shape.js';
import type { ItemLimits, ReferenceEventData, ReferenceEventType, ServiceItemTerms } from './events.js';
import { FORMULA_TERMS } from './formula-shapes.js';

const limits = fields<ItemLimits>({ promised: orNull(limitShape), statutory: orNull(limitShape) });

const TERMS: FieldShapes<ServiceItemTerms> = {
  name: text, limits: fields<ServiceItemTerms['limits']>({ NORMAL: limits, URGENT: optional(limits) }), route: listOf(text), calendarId: text,
  clockStart: oneOf('RECEIPT', 'ACCEPTANCE'), warningShare: number,
};

const spans = listOf(fields<Span>({ from: text, until: text }));
const week = fields<Week>({
  MON: optional(spans), TUE: optional(spans), WED: optional(spans), THU: optional(spans), FRI: optional(spans), SAT: optional(spans),
  SUN: optional(spans),
});
const override = fields<DateOverride>({ spans, name: optional(text) });
const department = fields<ReferenceEventData['DepartmentRegistered']>({ departmentId: text, name: text, parentId: orNull(text) });

/** What the rules and figures rely on in each stored type; by type, so that a new one does not compile without. */
export const REFERENCE_SHAPES: Readonly<Record<ReferenceEventType, Shape>> = {
  DepartmentRegistered: department,
  DepartmentRenamed: department,
  OfficerRegistered: fields<ReferenceEventData['OfficerRegistered']>({ officerId: text, name: text }),
  ServiceItemRegistered: fields<ReferenceEventData['ServiceItemRegistered']>({ code: text, version: oneOf(1), ...TERMS }),
  ServiceItemRevised: fields<ReferenceEventData['ServiceItemRevised']>({ code: text, version: whole, ...TERMS }),
  CalendarDefined: fields<ReferenceEventData['CalendarDefined']>({
    calendarId: text, version: oneOf(1), zone: text, week, overrides: recordOf(override), announcedThrough: orNull(text),
  }),
  CalendarRevised: fields<ReferenceEventData['CalendarRevised']>({
    calendarId: text, version: whole, effectiveFrom: text, week: orNull(week), overrides: recordOf(orNull(override)), announcedThrough: orNull(text),
  }),
  AssessmentFormulaDefined: fields<ReferenceEventData['AssessmentFormulaDefined']>({ formulaId: text, version: oneOf(1), ...FORMULA_TERMS }),
  AssessmentFormulaRevised: fields<ReferenceEventData['AssessmentFormulaRevised']>({ formulaId: text, version: whole, ...FORMULA_TERMS }),
  ReferenceStreamOpened: fields<ReferenceEventData['ReferenceStreamOpened']>({ stream: text }),
};
