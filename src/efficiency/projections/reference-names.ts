import type { ReferenceEvent } from '../../reference-data/domain/events.js';

export interface ReferenceNames {
  readonly departments: Map<string, string>;
  readonly serviceItems: Map<string, string>;
}

export function recordName(names: ReferenceNames, event: ReferenceEvent): void {
  if (event.type === 'DepartmentRegistered' || event.type === 'DepartmentRenamed') names.departments.set(event.data.departmentId, event.data.name);
  if (event.type === 'ServiceItemRegistered' || event.type === 'ServiceItemRevised') names.serviceItems.set(event.data.code, event.data.name);
}
