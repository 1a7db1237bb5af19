import type { ListPage } from '../../read-model/figures/flows/list-page.js';
import type { OpenedPage, ReceiptPage } from '../../read-model/figures/flows/opened-requests.js';
import { summaryOf } from '../request-summary.js';
import type { ServiceRequestConnection } from '../service-requests.type.js';

export const LIST_ROWS_MAX = 500;
/** A place in a sorted list, from 0. */
export const LIST_CURSOR = /^\d{1,9}$/;

interface Paged {
  readonly first: number;
  readonly after?: string | null;
}

/** One row more than is shown tells whether another page follows. */
export const listPageOf = ({ first, after }: Paged): ListPage => ({ first: first + 1, skip: skippedBy(after) });
export const receiptPageOf = ({ first, after }: Paged): ReceiptPage => ({ first: first + 1, after: after == null ? null : BigInt(after) });

const skippedBy = (after: string | null | undefined): number => (after == null ? 0 : Number(after) + 1);

/** The page of a sorted list, out of the rows that `listPageOf` asked for. */
export function listed<R, N>(rows: readonly R[], { first, after }: Paged, nodeOf: (row: R) => N) {
  const skipped = skippedBy(after);
  const edges = rows.slice(0, first).map((row, index) => ({ cursor: String(skipped + index), node: nodeOf(row) }));
  return { edges, pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null } };
}

/** The requests behind a number, out of the rows that `receiptPageOf` asked for. */
export function openedConnection({ rows, totalCount, occurrences }: OpenedPage, first: number): ServiceRequestConnection {
  const edges = rows.slice(0, first).map((row) => ({ cursor: String(row.request), occurrences: Number(row.occurrences), node: summaryOf(row) }));
  return { totalCount, occurrences, edges, pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null } };
}
