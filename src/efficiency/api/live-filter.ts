import { QuestionRefused } from '../read-model/figures/question-refused.js';
import type { LiveFilterInput } from './warnings.type.js';

const IDS_MAX = 500;

export interface Told {
  readonly hallId: string;
  readonly departmentId: string;
  readonly serviceItemCode: string;
  readonly limit?: string;
  readonly state?: string;
}

/** Whether a subscriber wants it. @throws QuestionRefused for a list that is too long. */
export function wantedBy(filter: LiveFilterInput | null | undefined): (told: Told) => boolean {
  const lists = Object.values(filter ?? {}) as (readonly string[] | null | undefined)[];
  if (lists.some((list) => list != null && list.length > IDS_MAX)) {
    throw new QuestionRefused('FILTER_TOO_LONG', `A list of the filter takes up to ${IDS_MAX} values.`, `筛选列表最多 ${IDS_MAX} 项。`);
  }
  const { hallIds, departmentIds, serviceItemCodes, limits, states } = filter ?? {};
  const has = (list: readonly string[] | null | undefined, value: string | undefined): boolean => list == null || value === undefined || list.includes(value);
  return ({ hallId, departmentId, serviceItemCode, limit, state }) =>
    has(hallIds, hallId) && has(departmentIds, departmentId) && has(serviceItemCodes, serviceItemCode) && has(limits, limit) && has(states, state);
}
