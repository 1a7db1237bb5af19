import type { Fields } from './fields.js';
import type { Shape } from './mapping.js';

/** Columns each shape needs beside `case`, `holder` and `serviceItem`, and keys that would say nothing in it. */
const RULES: Readonly<Record<Shape, { readonly needs: readonly string[]; readonly hasNo: readonly string[]; readonly states: boolean }>> = {
  'state-log': { needs: ['time'], hasNo: ['received', 'closed'], states: true },
  'activity-log': { needs: ['time'], hasNo: [], states: false },
  'case-table': { needs: ['received'], hasNo: ['time'], states: false },
  'event-log': { needs: [], hasNo: [], states: false },
};

/** Notes what the shape misses, and what is there without effect: a key that is silently ignored misleads. */
export function shapeProblems(shape: Shape, file: Fields, columns: Fields): void {
  const { needs, hasNo, states } = RULES[shape];
  const always = shape === 'event-log' ? [] : ['case', 'holder', 'serviceItem'];
  for (const key of [...always, ...needs])
    if (!columns.has(key)) columns.wrong(key, `is missing; a ${shape} needs it`);
  for (const key of hasNo) if (columns.has(key)) columns.wrong(key, `has no meaning in a ${shape}`);
  if (!states && file.has('states')) file.wrong('states', `has no meaning in a ${shape}`);
}
