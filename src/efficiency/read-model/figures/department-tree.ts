import type { FigureFilter } from './figure-filter.js';

/** Parent of each registered department; null for none. */
export type Parents = ReadonlyMap<string, string | null>;

/** A department and everything above it. Parents that lead back to where one has been end there. */
export function selfAndAbove(parents: Parents, departmentId: string): readonly string[] {
  const line = new Set<string>();
  for (let one: string | null = departmentId; one !== null && !line.has(one); one = parents.get(one) ?? null) line.add(one);
  return [...line];
}

/** The departments named, and everything below them. */
export function selfAndBelow(parents: Parents, departmentIds: readonly string[]): readonly string[] {
  const wanted = new Set(departmentIds);
  const below = [...parents.keys()].filter((id) => selfAndAbove(parents, id).some((one) => wanted.has(one)));
  return [...new Set([...departmentIds, ...below])];
}

/** Every pair of a department and one above it, itself included, as two columns. */
export function treeColumns(parents: Parents): { readonly tree_department: readonly string[]; readonly tree_ancestor: readonly string[] } {
  const pairs = [...parents.keys()].flatMap((id) => selfAndAbove(parents, id).map((ancestor) => [id, ancestor] as const));
  return { tree_department: pairs.map(([id]) => id), tree_ancestor: pairs.map(([, ancestor]) => ancestor) };
}

export const namesTrees = (filter: FigureFilter): boolean =>
  filter.departmentTreeIds !== undefined || [...(filter.and ?? []), ...(filter.or ?? []), ...(filter.not === undefined ? [] : [filter.not])].some(namesTrees);

/** The filter with each list of trees spelled out. */
export function withTreesSpelledOut(filter: FigureFilter, parents: Parents): FigureFilter {
  const { departmentTreeIds, and, or, not, ...rest } = filter;
  const spelled = (one: FigureFilter): FigureFilter => withTreesSpelledOut(one, parents);
  return {
    ...rest,
    ...(departmentTreeIds && { departmentTreeIds: selfAndBelow(parents, departmentTreeIds) }),
    ...(and && { and: and.map(spelled) }), ...(or && { or: or.map(spelled) }), ...(not && { not: spelled(not) }),
  };
}
