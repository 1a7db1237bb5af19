import type { FactRow } from './case-facts.js';

/** Neighbouring rows with different holders: the last row of the one and the first of the next. */
export function handoversOf(rows: readonly FactRow[]): readonly (readonly [FactRow, FactRow])[] {
  return rows.flatMap((to, index) => {
    const from = rows[index - 1];
    return from !== undefined && from.holder !== to.holder ? [[from, to] as const] : [];
  });
}
