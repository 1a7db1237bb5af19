import type { Json, ReadSide } from './read-side.js';

export interface Flipped {
  readonly request: string;
  readonly subject: string;
  readonly limit: string;
  /** 'ON_TIME 2026-03-09T09:00:00.000Z', '-' for no due instant. */
  readonly actual: string;
  readonly underRules: string;
}
export interface WhatIfAnswer {
  readonly id: string;
  readonly at: string;
  readonly flips: readonly Flipped[];
  readonly requests: number;
  readonly totals: readonly string[];
  /** By department, '' for the total: 'FIGURE actual -> under rules'. */
  readonly differences: Readonly<Record<string, readonly string[]>>;
}

const START = 'mutation Start($rules: WhatIfRulesInput!) { startWhatIf(rules: $rules) { id state progress position } }';
const AMOUNT = '{ count share duration { ms } }';
const REPORT = `query Report($id: ID!, $after: String, $figures: Boolean!, $period: PeriodInput, $filter: FigureFilterInput, $at: Instant, $asKnownAt: AsKnownAtInput) {
  whatIf(id: $id) { state progress unmeasured failure report(period: $period, filter: $filter, at: $at, asKnownAt: $asKnownAt) { at position
    total @include(if: $figures) { ...row } departments @include(if: $figures) { departmentId ...row }
    flipTotals { subject limit actual underRules flips requests }
    flips(first: 500, after: $after) { totalCount requests pageInfo { hasNextPage endCursor }
      edges { node { requestId subject limit actual actualDueAt underRules underRulesDueAt } } } } } }
  fragment row on WhatIfDepartment { differences { figure actual ${AMOUNT} underRules ${AMOUNT} } }`;

export const startWhatIf = async (side: ReadSide, rules: object): Promise<Json> => {
  await side.readModel.caughtUp();
  return (await side.ask(START, { rules })).startWhatIf;
};

/** Starts a what-if, or finds it, and waits until it has ended. @throws Error when it is not done then. */
export async function finishedWhatIf(side: ReadSide, rules: object): Promise<string> {
  const { id } = await startWhatIf(side, rules);
  for (;;) {
    const { state, failure } = (await side.ask('query State($id: ID!) { whatIf(id: $id) { state failure } }', { id })).whatIf;
    if (state === 'DONE') return id;
    if (state !== 'QUEUED' && state !== 'BUILDING') throw new Error(`The what-if ended ${state}: ${failure}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Everything a finished what-if says. */
export const answerOf = async (side: ReadSide, id: string, question: object = {}): Promise<WhatIfAnswer> => {
  const { report, flips } = await reportOf(side, { id, figures: true, ...question });
  const departments = report.departments as Json[];
  return {
    id, at: report.at, flips, requests: report.flips.requests,
    totals: report.flipTotals.map((one: Json) => `${one.subject} ${one.limit} ${one.actual} -> ${one.underRules}: ${one.flips}`),
    differences: Object.fromEntries([['', differencesOf(report.total)], ...departments.map((row) => [row.departmentId, differencesOf(row)])]),
  };
};

/** The flips alone. */
export const flipsOf = async (side: ReadSide, id: string, question: object = {}): Promise<readonly Flipped[]> =>
  (await reportOf(side, { id, figures: false, ...question })).flips;

/** The last page's report, and the flips of all pages. */
async function reportOf(side: ReadSide, asked: object): Promise<{ readonly report: Json; readonly flips: readonly Flipped[] }> {
  const flips: Flipped[] = [];
  let report: Json;
  let after: string | null = null;
  do {
    ({ report } = (await side.ask(REPORT, { ...asked, after })).whatIf);
    flips.push(...report.flips.edges.map(({ node }: Json) => flippedOf(node)));
    after = report.flips.pageInfo.hasNextPage ? report.flips.pageInfo.endCursor : null;
  } while (after !== null);
  if (flips.length !== report.flips.totalCount) throw new Error(`${flips.length} flips on all pages, and ${report.flips.totalCount} in total`);
  return { report, flips };
}

export const whatIf = async (side: ReadSide, rules: object, question: object = {}): Promise<WhatIfAnswer> =>
  answerOf(side, await finishedWhatIf(side, rules), question);

const flippedOf = ({ requestId, subject, limit, actual, actualDueAt, underRules, underRulesDueAt }: Json): Flipped => ({
  request: requestId, subject, limit, actual: `${actual} ${actualDueAt ?? '-'}`, underRules: `${underRules} ${underRulesDueAt ?? '-'}`,
});

const differencesOf = ({ differences }: Json): string[] =>
  differences.map(({ figure, actual, underRules }: Json) => `${figure} ${valueOf(actual)} -> ${valueOf(underRules)}`);
const valueOf = ({ count, share, duration }: Json): string => String(count ?? share ?? duration?.ms ?? '-');
