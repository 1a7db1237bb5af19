import { QuestionRefused } from '../read-model/figures/question-refused.js';

export const PAGE_ROWS_MAX = 500;

/** @throws QuestionRefused for a page of a size that is not given. */
export function pageOf(first: number): number {
  if (Number.isInteger(first) && first >= 1 && first <= PAGE_ROWS_MAX) return first;
  throw new QuestionRefused('BAD_PAGE_SIZE', `first takes 1 to ${PAGE_ROWS_MAX}.`, `first 取 1 到 ${PAGE_ROWS_MAX}。`);
}

/** A cursor that is a position. @throws QuestionRefused for anything else. */
export function positionAfter(after: string | null | undefined): bigint | null {
  if (after == null) return null;
  if (/^\d{1,19}$/.test(after)) return BigInt(after);
  throw new QuestionRefused('BAD_CURSOR', 'after takes the cursor of an edge of the same list.', 'after 须为同一列表中某条边的游标。');
}
