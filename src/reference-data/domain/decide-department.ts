import { accept } from '../../kernel/decider.js';
import type { Catalogue } from './catalogue.js';
import { identityFault } from './entry-rules.js';
import { type EntryDecision, refuseEntry } from './refusal.js';

export type Department = Catalogue['departments'][number];
export type Officer = Catalogue['officers'][number];

export const ANCESTORS_MAX = 50;

/** @param parentOf the parent as it will stand once the catalogue is loaded; undefined for an unknown department. */
export function decideDepartment(
  { departmentId, name, parentId }: Department,
  current: Department | undefined,
  parentOf: (departmentId: string) => string | null | undefined,
): EntryDecision {
  const fault = identityFault(departmentId, name);
  if (fault !== null) return refuseEntry('INVALID_ENTRY', fault);
  if (parentId !== null && parentOf(parentId) === undefined) {
    return refuseEntry('UNKNOWN_PARENT', `no department '${parentId}': add it to the catalogue, or leave the parent out`);
  }
  if (!endsAbove(departmentId, parentId, parentOf)) {
    return refuseEntry('PARENT_CYCLE', `its parents lead back to itself, or are more than ${ANCESTORS_MAX}`);
  }
  const data = { departmentId, name, parentId };
  if (current === undefined) return accept({ type: 'DepartmentRegistered', data });
  if (current.name === name && current.parentId === parentId) return accept();
  return accept({ type: 'DepartmentRenamed', data });
}

function endsAbove(departmentId: string, parentId: string | null, parentOf: (id: string) => string | null | undefined): boolean {
  let ancestor: string | null = parentId;
  for (let steps = 0; steps < ANCESTORS_MAX; steps += 1) {
    if (ancestor === null) return true;
    if (ancestor === departmentId) return false;
    ancestor = parentOf(ancestor) ?? null;
  }
  return false;
}

export function decideOfficer({ officerId, name }: Officer, current: Officer | undefined): EntryDecision {
  const fault = identityFault(officerId, name);
  if (fault !== null) return refuseEntry('INVALID_ENTRY', fault);
  if (current?.name === name) return accept();
  return accept({ type: 'OfficerRegistered', data: { officerId, name } });
}
