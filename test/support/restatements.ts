import { flat } from './graphql-figures.js';
import type { Json, ReadSide } from './read-side.js';

/** Arguments of the query, as the API takes them. */
export interface RestatementsAsked {
  readonly since: { readonly position?: string; readonly instant?: string };
  readonly until?: { readonly position?: string; readonly instant?: string };
  readonly period?: { readonly from?: string; readonly to?: string };
  readonly filter?: object;
  readonly at?: string;
  readonly figures?: readonly string[];
  readonly first?: number;
  readonly after?: string;
}
export type Amount = string | number | null;
export interface EventTold {
  readonly position: string;
  readonly type: string;
  readonly requestId: string | null;
  readonly share: Amount;
}
export interface RestatedFigure {
  readonly before: Amount;
  readonly after: Amount;
  readonly difference: Amount;
  readonly additive: boolean;
  readonly events: readonly EventTold[];
}
export interface Restatements {
  readonly since: string | null;
  readonly until: string | null;
  readonly at: string;
  readonly totalCount: number;
  /** By department (`total` for all together) and figure. */
  readonly figures: Readonly<Record<string, Readonly<Record<string, RestatedFigure>>>>;
}

const AMOUNT = '{ count duration { ms } share }';
const QUERY = `query R($since: AsKnownAtInput!, $until: AsKnownAtInput, $period: PeriodInput, $filter: FigureFilterInput, $at: Instant, $figures: [String!],
    $first: Int! = 100, $after: String) {
  restatements(since: $since, until: $until, period: $period, filter: $filter, at: $at, figures: $figures, first: $first, after: $after) {
    since until at totalCount pageInfo { hasNextPage endCursor } edges { node { departmentId figure additive before ${AMOUNT} after ${AMOUNT} difference ${AMOUNT}
      events(first: 150) { totalCount edges { node { position type requestId share ${AMOUNT} } } } } } } }`;

const amountOf = (amount: Json): Amount => (amount === null ? null : Object.values(flat(amount)).find((value) => value !== null) ?? null);

/** All of them, page by page, unless a page is asked for. */
export async function restatementsOf(side: ReadSide, asked: RestatementsAsked): Promise<Restatements> {
  await side.readModel.caughtUp();
  const { pageInfo, edges, ...rest } = (await side.ask(QUERY, asked)).restatements;
  for (let page = pageInfo; page.hasNextPage && asked.first === undefined;) {
    const next = (await side.ask(QUERY, { ...asked, after: page.endCursor })).restatements;
    edges.push(...next.edges);
    page = next.pageInfo;
  }
  const figures: Record<string, Record<string, RestatedFigure>> = {};
  for (const { node } of edges as Json[]) {
    const events = node.events.edges.map(({ node: event }: Json) => ({ ...event, share: amountOf(event.share) }));
    (figures[node.departmentId ?? 'total'] ??= {})[node.figure] = {
      before: amountOf(node.before), after: amountOf(node.after), difference: amountOf(node.difference), additive: node.additive, events,
    };
  }
  return { ...rest, figures };
}
