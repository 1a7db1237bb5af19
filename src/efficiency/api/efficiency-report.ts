import type { Facts } from '../read-model/facts.js';
import { backlogFigure } from '../read-model/figures/backlog-figure.js';
import { countFigures, scanOf } from '../read-model/figures/count-figures.js';
import { departmentsOf } from '../read-model/figures/departments.js';
import { groupValues, type GroupValues } from '../read-model/figures/dimensions.js';
import { earlyFigure, type LimitName } from '../read-model/figures/early-figure.js';
import { COUNTED, type CountedFigure, type MeasuredFigure } from '../read-model/figures/figure-relations.js';
import { groupsOf } from '../read-model/figures/groups.js';
import { ledgerFigure } from '../read-model/figures/ledger-figure.js';
import { measureFigure } from '../read-model/figures/measure-figures.js';
import { groupingOf, type Scope } from '../read-model/figures/scope.js';

/** Figures out of the same facts, charged to the same side, come from one statement. */
const SCANS = Map.groupBy(Object.keys(COUNTED) as readonly CountedFigure[], scanOf);

/**
 * One answer in the making: every figure of every group comes from one statement for all its groups, asked for when the first
 * field that needs it is resolved, all at the same position and instant. A row is known by its group's key, null for the total; by
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
    const scan = scanOf(figure);
    const counts = await this.once(scan, () => countFigures(this.facts, this.scope, SCANS.get(scan)!));
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
