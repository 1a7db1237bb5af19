import type { Figure } from '../../src/efficiency/read-model/figures/figure-relations.js';
import type { Question } from './graphql-figures.js';
import type { Json, ReadSide } from './read-side.js';

const PAGE = 500;
const OPENED = `query Opened($figure: Figure!, $first: Int!, $after: String, $period: PeriodInput, $filter: FigureFilterInput, $at: Instant, $asKnownAt: AsKnownAtInput) {
  serviceRequests(figure: $figure, first: $first, after: $after, period: $period, filter: $filter, at: $at, asKnownAt: $asKnownAt) {
    totalCount occurrences edges { occurrences node { id requestId status departmentId } } pageInfo { hasNextPage endCursor } } }`;

/** A figure opened into its requests, over all pages. */
export interface Opened {
  /** As each page says them; pages that disagree throw. */
  readonly totalCount: number;
  readonly occurrences: number;
  /** By requestId: how often it counts. */
  readonly requests: ReadonlyMap<string, number>;
}

/** @throws Error when a request comes twice or two pages give other totals. */
export async function opened(side: ReadSide, figure: Figure, question: Question = {}, first = PAGE): Promise<Opened> {
  const requests = new Map<string, number>();
  let after: string | null = null;
  let totals: readonly [number, number] | null = null;
  do {
    const page: Json = (await side.ask(OPENED, { ...question, figure, first, after })).serviceRequests;
    totals ??= [page.totalCount, page.occurrences];
    if (totals[0] !== page.totalCount || totals[1] !== page.occurrences) throw new Error(`Two pages of ${figure} disagree on the totals`);
    for (const { occurrences, node } of page.edges as Json[]) {
      if (requests.has(node.requestId)) throw new Error(`${figure} lists ${node.requestId} twice`);
      requests.set(node.requestId, occurrences);
    }
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return { totalCount: totals[0], occurrences: totals[1], requests };
}

/** What the pages themselves add up to. */
export const sumOfPages = ({ requests }: Opened): readonly [number, number] =>
  [requests.size, [...requests.values()].reduce((sum, one) => sum + one, 0)];
