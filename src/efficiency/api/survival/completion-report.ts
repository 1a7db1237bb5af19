import type { Facts } from '../../read-model/facts.js';
import type { Distribution } from '../../read-model/figures/measure-figures.js';
import type { Scope } from '../../read-model/figures/scope.js';
import { assertCohort, closedOnly, completionCurves, doneWithinLimit, type WithinLimit } from '../../read-model/figures/survival/completion-curves.js';
import type { LimitName, TimeAxis } from '../../read-model/figures/survival/completion-sample.js';
import type { Curve } from '../../read-model/figures/survival/kaplan-meier.js';

/** One answer in the making: each part is one statement for all groups, asked when the first field wants it. */
export class CompletionReport {
  private readonly answers = new Map<string, Promise<unknown>>();

  constructor(
    private readonly facts: Facts,
    readonly scope: Scope,
    private readonly axis: TimeAxis,
  ) {}

  /** @throws QuestionRefused for too many requests. */
  async curves(): Promise<ReadonlyMap<string | null, Curve>> {
    await this.once('cohort', () => assertCohort(this.facts, this.scope));
    return this.once('curves', () => completionCurves(this.facts, this.scope, this.axis));
  }

  async closedOnly(key: string | null): Promise<Distribution | undefined> {
    return (await this.once('closed', () => closedOnly(this.facts, this.scope, this.axis))).get(key);
  }

  async within(key: string | null, limit: LimitName): Promise<WithinLimit | undefined> {
    return (await this.once(limit, () => doneWithinLimit(this.facts, this.scope, limit))).get(key);
  }

  private once<T>(name: string, ask: () => Promise<T>): Promise<T> {
    const answer = (this.answers.get(name) as Promise<T> | undefined) ?? ask();
    this.answers.set(name, answer);
    return answer;
  }
}
