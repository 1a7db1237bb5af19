import { compareGroups, groupKey, type GroupValues } from '../read-model/figures/dimensions.js';
import type { EfficiencyReport } from './efficiency-report.js';
import { orderValue, type EfficiencyOrder } from './order-figures.js';

interface Sortable {
  readonly values: GroupValues;
  readonly by: bigint | number | null;
}

/** Groups by a figure, equal ones by their keys' code points, those without a value last whatever the direction. */
export async function sortGroups(report: EfficiencyReport, groups: readonly GroupValues[], order: EfficiencyOrder): Promise<readonly GroupValues[]> {
  const sortable: Sortable[] = [];
  for (const values of groups) sortable.push({ values, by: await orderValue(report, groupKey(values), order) });
  const turned = order.direction === 'ASC' ? 1 : -1;
  sortable.sort((a, b) => compareValues(a.by, b.by, turned) || compareGroups(a.values, b.values));
  return sortable.map(({ values }) => values);
}

function compareValues(a: Sortable['by'], b: Sortable['by'], turned: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -turned : a > b ? turned : 0;
}
