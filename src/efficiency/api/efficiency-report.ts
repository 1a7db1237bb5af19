import type { Facts } from '../read-model/facts.js';
import { backlogFigure } from '../read-model/figures/backlog-figure.js';
import { countFigures } from '../read-model/figures/count-figures.js';
import { departmentsOf } from '../read-model/figures/departments.js';
import { groupValues, type GroupValues } from '../read-model/figures/dimensions.js';
import { earlyFigure, type LimitName } from '../read-model/figures/early-figure.js';
import { COUNTED, type CountedFigure, type MeasuredFigure } from '../read-model/figures/figure-relations.js';
import { groupsOf } from '../read-model/figures/groups.js';
import { ledgerFigure } from '../read-model/figures/ledger-figure.js';
import { measureFigure } from '../read-model/figures/measure-figures.js';
import { groupingOf, type Scope } from '../read-model/figures/scope.js';

const ALL = Object.keys(COUNTED) as readonly CountedFigure[];
/** Figures that are asked together are counted in one statement. */
const isFirst = (figure: CountedFigure): boolean => /^FIRST_INQUIRY_(CLOSED|DUE)_/.test(figure);
const GROUPS = {
  flow: ALL.filter((figure) => !/CLOSED_|DUE_/.test(figure)),
  closure: ALL.filter((figure) => /CLOSED_/.test(figure) && !isFirst(figure)),
  due: ALL.filter((figure) => /DUE_/.test(figure) && !isFirst(figure)),
  firstClosure: ALL.filter((figure) => /CLOSED_/.test(figure) && isFirst(figure)),
  firstDue: ALL.filter((figure) => /DUE_/.test(figure) && isFirst(figure)),
} as const;
export type FigureGroup = keyof typeof GROUPS;

/**
 * One answer in the making: every figure of every group comes from one statement per figure group, asked for when the first
 * field of it is resolved, all at the same position and instant. A row is known by its group's key, null for the total; by
 * department, as a scope is without a grouping, that is the department's id.
 */
export class EfficiencyReport {
  private readonly answers = new Map<string, Promise<unknown>>();

  constructor(
    private readonly facts: Facts,
    readonly scope: Scope,
    readonly names: ReadonlyMap<string, string>,
  ) {}

  departments(): Promise<readonly string[]> {
    return this.once('departments', () => departmentsOf(this.facts, this.scope));
  }

  /** Values of every group there is, by code points. @throws QuestionRefused when there are too many. */
  groups(): Promise<readonly GroupValues[]> {
    return this.once('groups', () => groupsOf(this.facts, this.scope));
  }

  /** The department that a row is of, where rows are grouped by it. */
  departmentOf(key: string | null): string | null {
    const place = groupingOf(this.scope).dimensions.indexOf('DEPARTMENT');
    return key === null ? null : groupValues(key)[place] ?? null;
  }

  async count(key: string | null, figure: CountedFigure): Promise<number> {
    const group = (Object.keys(GROUPS) as FigureGroup[]).find((name) => GROUPS[name].includes(figure))!;
    const counts = await this.once(group, () => countFigures(this.facts, this.scope, GROUPS[group]));
    return counts.get(key)?.get(figure) ?? 0;
  }

  async measure(key: string | null, figure: MeasuredFigure) {
    return (await this.once(figure, () => measureFigure(this.facts, this.scope, figure))).get(key);
  }

  async ledger(key: string | null) {
    return (await this.once('ledger', () => ledgerFigure(this.facts, this.scope))).get(key);
  }

  async backlog(key: string | null) {
    return (await this.once('backlog', () => backlogFigure(this.facts, this.scope))).get(key);
  }

  async earlyShareMean(key: string | null, limit: LimitName, creditedTo: 'department' | 'first_department'): Promise<number | null> {
    return (await this.once(`early-${limit}-${creditedTo}`, () => earlyFigure(this.facts, this.scope, limit, creditedTo))).get(key) ?? null;
  }

  private once<T>(name: string, ask: () => Promise<T>): Promise<T> {
    const answer = (this.answers.get(name) as Promise<T> | undefined) ?? ask();
    this.answers.set(name, answer);
    return answer;
  }
}
