import { FIGURE_FIELDS, flat, type Figures, type Question } from './graphql-figures.js';
import type { Json, ReadSide } from './read-side.js';

/** Arguments of a question by dimensions, as the API takes them. */
export interface DimensionQuestion extends Omit<Question, 'filter'> {
  readonly by?: readonly string[];
  readonly zone?: string;
  readonly filter?: object;
  readonly orderBy?: object;
  readonly top?: number;
  readonly first?: number;
  readonly after?: string;
}
export interface GroupAnswer {
  readonly values: readonly (string | null)[];
  readonly names: readonly (string | null)[];
  readonly from: string | null;
  readonly to: string | null;
  readonly at: string;
  readonly figures: Figures;
  readonly previousPeriod?: ComparedAnswer;
  readonly yearBefore?: ComparedAnswer;
}
export interface ComparedAnswer {
  readonly from: string | null;
  readonly to: string | null;
  readonly at: string;
  readonly figures: Figures;
}
export interface EfficiencyAnswered {
  readonly position: string | null;
  readonly at: string;
  readonly total: GroupAnswer;
  readonly totalCount: number;
  readonly groups: readonly GroupAnswer[];
  readonly cursors: readonly string[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const PARAMETERS = `$by: [Dimension!]! = [], $zone: String, $period: PeriodInput, $filter: FigureFilterInput, $at: Instant, $asKnownAt: AsKnownAtInput,
  $orderBy: EfficiencyOrderInput, $top: Int, $first: Int!, $after: String`;
const ARGUMENTS = `by: $by, zone: $zone, period: $period, filter: $filter, at: $at, asKnownAt: $asKnownAt, orderBy: $orderBy, top: $top, first: $first, after: $after`;
const compared = (name: string, figures: string): string => `${name} { from to at figures { ${figures} } }`;

/** @param figures what to ask of each group; default: every figure. @param comparisons ask those two as well. */
export async function efficiencyOf(side: ReadSide, question: DimensionQuestion = {}, figures = FIGURE_FIELDS, comparisons = false): Promise<EfficiencyAnswered> {
  await side.readModel.caughtUp();
  const group = `key { dimension value name } from to at figures { ${figures} } ${comparisons ? compared('previousPeriod', figures) + compared('yearBefore', figures) : ''}`;
  const query = `query E(${PARAMETERS}) { efficiency(${ARGUMENTS}) {
    position at totalCount total { ${group} } edges { cursor node { ${group} } } pageInfo { hasNextPage endCursor } } }`;
  const { position, at, totalCount, total, edges, pageInfo } = (await side.ask(query, { first: comparisons ? 250 : 1_000, ...question })).efficiency;
  return {
    position, at, totalCount, pageInfo, total: groupOf(total), groups: edges.map(({ node }: Json) => groupOf(node)), cursors: edges.map(({ cursor }: Json) => cursor),
  };
}

function groupOf({ key, figures, previousPeriod, yearBefore, ...rest }: Json): GroupAnswer {
  const unfold = (one: Json): ComparedAnswer => ({ ...one, figures: flat(one.figures) });
  return {
    ...rest, values: key.map(({ value }: Json) => value), names: key.map(({ name }: Json) => name), figures: flat(figures),
    ...(previousPeriod && { previousPeriod: unfold(previousPeriod) }), ...(yearBefore && { yearBefore: unfold(yearBefore) }),
  };
}
