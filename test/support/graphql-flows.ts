import type { Question } from './graphql-figures.js';
import type { Json, ReadSide } from './read-side.js';

const PARAMETERS = '$period: PeriodInput, $filter: FigureFilterInput, $at: Instant, $asKnownAt: AsKnownAtInput, $hotPotatoThreshold: Milliseconds';
const ARGUMENTS = 'period: $period, filter: $filter, at: $at, asKnownAt: $asKnownAt, hotPotatoThreshold: $hotPotatoThreshold';
const PAGE = 'totalCount occurrences edges { occurrences node { requestId } } pageInfo { hasNextPage endCursor }';
/** The counts of a cell in this order. */
export const FLOW_FIELDS = [
  'transfers', 'planned', 'unplanned', 'refusals', 'returns', 'pingPongs', 'hotPotatoes', 'buckPasses', 'buckPassesBeforeRulings', 'ruledJustified',
  'ruledBuckPassing', 'requests',
] as const;
/** The same as `flowRequests` names them; `requests` is none of them. */
export const FLOW_KINDS = [
  'TRANSFERS', 'PLANNED', 'UNPLANNED', 'REFUSALS', 'RETURNS', 'PING_PONGS', 'HOT_POTATOES', 'BUCK_PASSES', 'BUCK_PASSES_BEFORE_RULINGS', 'RULED_JUSTIFIED',
  'RULED_BUCK_PASSING',
] as const;
const counts = FLOW_FIELDS.join(' ');

const QUERIES = {
  flows: [`$from: ID, $to: ID, $orderBy: FlowOrder! = TRANSFERS, $direction: SortDirection! = DESC, $first: Int! = 500, $after: String`,
    `from: $from, to: $to, orderBy: $orderBy, direction: $direction, first: $first, after: $after`,
    `position at total { ${counts} } maxTransfers totalCount edges { cursor node { fromDepartmentId fromDepartmentName toDepartmentId figures { ${counts} } } } pageInfo { hasNextPage endCursor }`],
  flowRequests: [`$from: ID, $to: ID, $kind: FlowKind! = TRANSFERS, $eitherWay: Boolean! = false, $first: Int! = 500, $after: String`,
    `from: $from, to: $to, kind: $kind, eitherWay: $eitherWay, first: $first, after: $after`, PAGE],
  pingPongPairs: [`$orderBy: PairFigure! = PING_PONGS, $direction: SortDirection! = DESC, $first: Int! = 500, $after: String`,
    `orderBy: $orderBy, direction: $direction, first: $first, after: $after`,
    `position pingPongs episodes rounds totalCount edges { node { departmentA departmentB pingPongs sentBackByA sentBackByB episodes rounds longestEpisode transfers } } pageInfo { hasNextPage endCursor }`],
  pingPongEpisodes: [`$between: [ID!], $minHolders: Int! = 3, $first: Int! = 500, $after: String`, `between: $between, minHolders: $minHolders, first: $first, after: $after`,
    `totalCount rounds longest edges { cursor departmentA departmentB holders rounds from until node { requestId } } pageInfo { hasNextPage endCursor }`],
  transferCycles: [`$minLength: Int! = 2, $maxLength: Int! = 16, $through: ID, $orderBy: CycleOrder! = TIMES, $first: Int! = 500, $after: String`,
    `minLength: $minLength, maxLength: $maxLength, through: $through, orderBy: $orderBy, first: $first, after: $after`,
    `position times requests totalCount edges { node { departmentIds length times requests } } pageInfo { hasNextPage endCursor }`],
  transferCycleRequests: [`$departmentIds: [ID!]!, $first: Int! = 500, $after: String`, `departmentIds: $departmentIds, first: $first, after: $after`, PAGE],
  responsibilityVacuum: [`$minRequests: Int! = 1, $first: Int! = 500, $after: String`, `minRequests: $minRequests, first: $first, after: $after`,
    `position totalCount edges { node { serviceItemCode score scoreBeforeRulings requests transfers buckPassesBeforeRulings revisits holdersPerRequest
      parts { ingredient count of share weight contribution } } } pageInfo { hasNextPage endCursor }`],
  responsibilityVacuumRequests: [`$serviceItemCode: ID!, $ingredient: VacuumIngredient!, $first: Int! = 500, $after: String`,
    `serviceItemCode: $serviceItemCode, ingredient: $ingredient, first: $first, after: $after`, PAGE],
} as const;
type FlowQuery = keyof typeof QUERIES;
export type FlowQuestion = Omit<Question, 'filter'> & { readonly filter?: object } & Readonly<Record<string, unknown>>;

/** One of the questions about flows, with every field. */
export async function askFlows(side: ReadSide, query: FlowQuery, question: FlowQuestion = {}): Promise<Json> {
  const [parameters, args, fields] = QUERIES[query];
  return (await side.ask(`query Q(${PARAMETERS}, ${parameters}) { ${query}(${ARGUMENTS}, ${args}) { ${fields} } }`, question))[query];
}

/** Requests behind a number over all pages of `first`, with how often each counts. @throws Error when they do not add up to it. */
export async function openedFlows(side: ReadSide, query: FlowQuery, question: FlowQuestion, first = 500): Promise<Readonly<Record<string, number>>> {
  const found: Record<string, number> = {};
  for (let after: string | null = null, more = true; more;) {
    const page: Json = await askFlows(side, query, { ...question, first, after });
    for (const { occurrences, node } of page.edges as Json[]) found[node.requestId] = occurrences;
    ({ hasNextPage: more, endCursor: after } = page.pageInfo);
    const sums = [Object.keys(found).length, Object.values(found).reduce((sum, one) => sum + one, 0)];
    if (!more && (sums[0] !== page.totalCount || sums[1] !== page.occurrences)) throw new Error(`${query} says ${page.totalCount} and ${page.occurrences}, and lists ${sums.join()}`);
  }
  return found;
}

export const cellsOf = ({ edges }: Json): unknown[] =>
  edges.map(({ node }: Json) => [`${node.fromDepartmentId} > ${node.toDepartmentId}`, ...FLOW_FIELDS.map((field) => node.figures[field])]);
export const countsOf = (figures: Json): unknown[] => FLOW_FIELDS.map((field) => figures[field]);
