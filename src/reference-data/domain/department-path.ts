import { ANCESTORS_MAX } from './decide-department.js';

/** A department and those above it, up to the root; of an unknown one just itself. @param parentOf undefined for an unknown one. */
export function departmentPath(departmentId: string, parentOf: (departmentId: string) => string | null | undefined): readonly string[] {
  const path = [departmentId];
  for (let parent = parentOf(departmentId); typeof parent === 'string' && path.length <= ANCESTORS_MAX; parent = parentOf(parent)) path.push(parent);
  return path;
}
