import type { ReferenceEvent } from '../../reference-data/domain/events.js';

export interface ReferenceNames {
  readonly departments: Map<string, string>;
  /** What is above each department; null for none. */
  readonly parents: Map<string, string | null>;
  readonly serviceItems: Map<string, string>;
}

export const noNames = (): ReferenceNames => ({ departments: new Map(), parents: new Map(), serviceItems: new Map() });

export function recordName(names: ReferenceNames, event: ReferenceEvent): void {
  if (event.type === 'DepartmentRegistered' || event.type === 'DepartmentRenamed') {
    names.departments.set(event.data.departmentId, event.data.name);
    names.parents.set(event.data.departmentId, event.data.parentId);
  }
  if (event.type === 'ServiceItemRegistered' || event.type === 'ServiceItemRevised') names.serviceItems.set(event.data.code, event.data.name);
}
