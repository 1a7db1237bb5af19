import { toMs } from '../../kernel/instant.js';
import { EARLIEST_MS, LATEST_MS } from '../read-model/facts-span.js';
import type { FigureFilter, MsRange } from '../read-model/figures/figure-filter.js';
import { QuestionRefused } from '../read-model/figures/question-refused.js';
import type { FigureFilterInput, PeriodInput } from './figure-filter.input.js';

const FILTER_DEPTH_MAX = 8;
const FILTER_NODES_MAX = 100;
const LISTS = ['departmentIds', 'departmentTreeIds', 'officerIds', 'hallIds', 'serviceItemCodes', 'channels', 'urgencies', 'outcomes'] as const;
const PERIODS = ['receivedAt', 'promisedDueAt', 'statutoryDueAt'] as const;

const clampToCalendars = (ms: number): number => Math.min(LATEST_MS, Math.max(EARLIEST_MS, ms));

export const rangeOf = (period: PeriodInput | null | undefined): MsRange => ({
  fromMs: period?.from == null ? EARLIEST_MS : clampToCalendars(toMs(period.from)),
  toMs: period?.to == null ? LATEST_MS : clampToCalendars(toMs(period.to)),
});
export const instantOf = (at: string): number => clampToCalendars(toMs(at));

/** The branches of one filter. */
const branchesOf = ({ and, or, not }: FigureFilterInput): readonly FigureFilterInput[] => [...(and ?? []), ...(or ?? []), ...(not == null ? [] : [not])];

/** @throws QuestionRefused when it is nested too deep or has too many branches. */
export function checkSize(filter: FigureFilterInput): void {
  let nodes = 0;
  const walk = (node: FigureFilterInput, depth: number): void => {
    nodes += 1;
    if (depth > FILTER_DEPTH_MAX) throw tooDeep();
    if (nodes > FILTER_NODES_MAX) throw tooLarge();
    for (const branch of branchesOf(node)) walk(branch, depth + 1);
  };
  walk(filter, 1);
}

/** The filter in the read model's terms: without what was left out or null. */
export function filterOf(input: FigureFilterInput): FigureFilter {
  const given = <K extends keyof FigureFilterInput>(names: readonly K[]) => names.filter((name) => input[name] != null);
  const { and, or, not, officerUnknown, transfers } = input;
  return {
    ...Object.fromEntries(given(LISTS).map((name) => [name, input[name]])),
    ...Object.fromEntries(given(PERIODS).map((name) => [name, rangeOf(input[name])])),
    ...(officerUnknown != null && { officerUnknown }),
    ...(transfers != null && { transfers: { ...(transfers.min != null && { min: transfers.min }), ...(transfers.max != null && { max: transfers.max }) } }),
    ...(and != null && { and: and.map(filterOf) }), ...(or != null && { or: or.map(filterOf) }), ...(not != null && { not: filterOf(not) }),
  };
}

const tooDeep = (): QuestionRefused => new QuestionRefused(
  'FILTER_TOO_DEEP', `The filter is nested more than ${FILTER_DEPTH_MAX} deep: lists already mean "any of", so it can be written flatter.`,
  `筛选条件嵌套超过 ${FILTER_DEPTH_MAX} 层：列表本身即为“任一”，请改写得更平。`);
const tooLarge = (): QuestionRefused => new QuestionRefused(
  'FILTER_TOO_LARGE', `The filter has more than ${FILTER_NODES_MAX} branches: use lists, which mean "any of", instead of one branch for each value.`,
  `筛选条件超过 ${FILTER_NODES_MAX} 个分支：请用列表（表示“任一”）代替逐值分支。`);
