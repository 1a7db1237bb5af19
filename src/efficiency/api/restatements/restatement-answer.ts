import { FewAtATime } from '../../read-model/few-at-a-time.js';
import { QuestionRefused } from '../../read-model/figures/question-refused.js';
import { eventShares, type Share, type Shares } from '../../read-model/figures/restatements/event-shares.js';
import { spanOf, toldScope, type Sides } from '../../read-model/figures/restatements/restated-scope.js';
import { restatingEvents, type RestatingEvent } from '../../read-model/figures/restatements/restating-events.js';
import { ToldFacts } from '../../read-model/figures/restatements/told-facts.js';
import { toldValues } from '../../read-model/figures/restatements/told-values.js';
import { touchedVersions } from '../../read-model/figures/restatements/touched-versions.js';
import { scopeOf, type FigureQuestion, type ScopeSource } from '../../read-model/scope-of.js';
import { EfficiencyReport } from '../efficiency-report.js';
import { differencesOf, type Difference } from '../what-if/differences.js';
import { figureValues } from '../what-if/figure-values.js';
import { ingredientsOf, wantedFor } from './ingredients.js';

const STATEMENTS_AT_A_TIME = 2;

/** A figure of a department, or of all together, that is another than it was. */
export interface Restated {
  readonly departmentId: string | null;
  readonly additive: boolean;
  readonly values: Difference;
}
export interface RestatingShare extends Share {
  readonly event: RestatingEvent;
}
export interface RestatementQuestion extends FigureQuestion {
  readonly since: NonNullable<FigureQuestion['asKnownAt']>;
}

/** One question of the log as it stood at two positions; which events did what is found out when a field wants it. */
export class RestatementAnswer {
  private readonly facts: FewAtATime;
  private told: Promise<{ readonly shares: Shares; readonly events: ReadonlyMap<bigint, RestatingEvent> }> | null = null;

  private constructor(
    private readonly source: ScopeSource,
    private readonly question: FigureQuestion,
    readonly sides: Sides,
  ) {
    this.facts = new FewAtATime(source, STATEMENTS_AT_A_TIME);
  }

  /** @throws QuestionRefused when the later state is before the earlier one, or the tree of departments changed under the filter. */
  static async of(source: ScopeSource, { since, ...question }: RestatementQuestion, nowMs: number): Promise<RestatementAnswer> {
    const before = await scopeOf(source, { ...question, asKnownAt: since }, nowMs);
    const after = await scopeOf(source, { ...question, atMs: before.nowMs }, nowMs);
    if (after.position < before.position) throw endsBeforeItBegins();
    if (JSON.stringify(before.filter) !== JSON.stringify(after.filter)) throw departmentsMoved();
    return new RestatementAnswer(source, question, { before, after });
  }

  /** All that changed: of all together first, then by department; figures in their own order. @throws RangeError for a name that no figure has. */
  async restated(figures: readonly string[] | null): Promise<readonly Restated[]> {
    const { departments: names } = this.source.names;
    const [before, after] = [new EfficiencyReport(this.facts, this.sides.before, names), new EfficiencyReport(this.facts, this.sides.after, names)];
    const departments = [null, ...new Set([...await before.departments(), ...await after.departments()])];
    const restated: Restated[] = [];
    for (const departmentId of departments) {
      const differences = differencesOf(await figureValues(before, departmentId), await figureValues(after, departmentId), figures ?? []);
      const changed = figures === null ? differences : differences.filter(({ figure, actual, ruled, difference }) => figures.includes(figure) && actual !== ruled && Number(difference ?? 1) !== 0);
      for (const values of changed) restated.push({ departmentId, additive: ingredientsOf(values.figure).additive, values });
    }
    return restated;
  }

  /** What changed one of them, in the order of the log. @param all what is asked for together, so that it is found out once. */
  async events({ departmentId, values: { figure } }: Restated, all: readonly Restated[]): Promise<readonly RestatingShare[]> {
    this.told ??= this.tell([...new Set(all.map(({ values }) => values.figure))]);
    const { shares, events } = await this.told;
    const { additive, parts } = ingredientsOf(figure);
    const found = parts.flatMap((part) => shares.get(departmentId)?.get(part) ?? []);
    const byPosition = Map.groupBy(found, ({ position }) => position);
    return [...byPosition].sort(([a], [b]) => (a < b ? -1 : 1)).map(([position, of]) => ({
      position, share: additive ? of[0]!.share : null, requests: Math.max(...of.map(({ requests }) => requests)), event: events.get(position)!,
    }));
  }

  private async tell(figures: readonly string[]) {
    const span = spanOf(this.source, this.sides);
    const versions = await touchedVersions(this.facts, span);
    const scope = await toldScope(this.source, this.question, this.sides, span);
    const values = await toldValues(new ToldFacts(this.facts, versions), scope, wantedFor(figures));
    const shares = eventShares(versions, values);
    const positions = new Set([...shares.values()].flatMap((parts) => [...parts.values()].flatMap((list) => list.map(({ position }) => position))));
    return { shares, events: await restatingEvents(this.facts, [...positions]) };
  }
}

const endsBeforeItBegins = (): QuestionRefused => new QuestionRefused(
  'ENDS_BEFORE_IT_BEGINS', 'until is before since: ask for what was recorded after since, up to until.', 'until 早于 since：请查询 since 之后、至 until 为止的记录。');
const departmentsMoved = (): QuestionRefused => new QuestionRefused(
  'DEPARTMENTS_MOVED', 'The tree of departments changed in between, so departmentTreeIds means two things: name the departments in departmentIds.',
  '期间部门层级发生变化，departmentTreeIds 含义不一：请改用 departmentIds 列出部门。');
