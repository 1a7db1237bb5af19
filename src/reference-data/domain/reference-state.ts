import { assertNever } from '../../kernel/assert-never.js';
import type { CalendarDefinition } from '../../working-time/calendar.js';
import type { AssessmentFormula } from './assessment-formula.js';
import { applyCalendarEvent } from './calendar-definition.js';
import type { Department, Officer } from './decide-department.js';
import type { ServiceItem } from './decide-service-item.js';
import type { ReferenceEvent } from './events.js';

/** The reference data as it stands after the events applied so far; each stream's events are applied in order, once. */
export class ReferenceState {
  readonly departments = new Map<string, Department>();
  readonly officers = new Map<string, Officer>();
  readonly serviceItems = new Map<string, ServiceItem>();
  readonly calendars = new Map<string, CalendarDefinition>();
  readonly formulas = new Map<string, AssessmentFormula>();
  /** Streams that the index names. */
  readonly opened = new Set<string>();

  apply(event: ReferenceEvent): void {
    switch (event.type) {
      case 'DepartmentRegistered':
      case 'DepartmentRenamed':
        this.departments.set(event.data.departmentId, event.data);
        return;
      case 'OfficerRegistered':
        this.officers.set(event.data.officerId, event.data);
        return;
      case 'ServiceItemRegistered':
      case 'ServiceItemRevised':
        this.serviceItems.set(event.data.code, event.data);
        return;
      case 'CalendarDefined':
      case 'CalendarRevised':
        this.calendars.set(event.data.calendarId, applyCalendarEvent(this.calendars.get(event.data.calendarId), event));
        return;
      case 'AssessmentFormulaDefined':
      case 'AssessmentFormulaRevised':
        this.formulas.set(event.data.formulaId, event.data);
        return;
      case 'ReferenceStreamOpened':
        this.opened.add(event.data.stream);
        return;
      default:
        assertNever(event);
    }
  }
}
