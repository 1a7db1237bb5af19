import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { groupKey, type GroupValues } from '../read-model/figures/dimensions.js';
import { QuestionRefused } from '../read-model/figures/question-refused.js';
import { ReadModelService } from '../read-model/read-model.service.js';
import { scopeOf } from '../read-model/scope-of.js';
import { checkArgs } from './check-args.js';
import { DepartmentEfficiency } from './department-efficiency.type.js';
import { EfficiencyAnswer } from './efficiency-answer.js';
import { EfficiencyArgs } from './efficiency.args.js';
import { ComparedFigures, Efficiency, EfficiencyGroup } from './efficiency.type.js';
import { groupedQuestionOf } from './grouped-question.js';
import { sortGroups } from './sort-groups.js';

@Resolver(() => Efficiency)
export class EfficiencyResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly clock: Clock,
  ) {}

  @Query(() => Efficiency, { description: 'Every figure by any dimensions: filtered, compared, sorted (多维效能).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async efficiency(@Args() args: EfficiencyArgs, @CurrentActor() actor: Actor): Promise<Efficiency> {
    const question = groupedQuestionOf(args, actor);
    checkArgs(EfficiencyArgs, args);
    const scope = await scopeOf(this.readModel, question, this.clock.nowMs());
    const answer = new EfficiencyAnswer(this.readModel, question, scope);
    const groups = args.by.length === 0 ? [] : await answer.report.groups();
    const sorted = args.orderBy == null ? groups : await sortGroups(answer.report, groups, args.orderBy);
    const wanted = sorted.slice(0, args.top ?? sorted.length);
    const start = args.after == null ? 0 : placeAfter(wanted, args.after);
    const edges = wanted.slice(start, start + args.first).map((values) => ({ cursor: cursorOf(values), node: answer.group(values) }));
    return {
      position: scope.position < 0n ? null : scope.position, at: scope.nowMs, total: answer.group(null), totalCount: groups.length, edges,
      pageInfo: { hasNextPage: start + args.first < wanted.length, endCursor: edges.at(-1)?.cursor ?? null },
    };
  }
}

@Resolver(() => EfficiencyGroup)
export class EfficiencyGroupResolver {
  @ResolveField(() => ComparedFigures, { description: 'The same of the period before: of whole months, weeks or days as many, else as long; of a day, week, month… the one before (环比).' })
  previousPeriod(@Parent() { compare }: EfficiencyGroup): Promise<ComparedFigures> {
    return compare('PREVIOUS');
  }

  @ResolveField(() => ComparedFigures, { description: 'The same of the same dates a year before; 29 February is the 28th; of a week the same ISO week (同比).' })
  yearBefore(@Parent() { compare }: EfficiencyGroup): Promise<ComparedFigures> {
    return compare('YEAR_BEFORE');
  }
}

/** In code a row is known by its group's key; what of it is a department is said here. */
@Resolver(() => DepartmentEfficiency)
export class DepartmentOfRowResolver {
  @ResolveField(() => ID, { nullable: true, description: 'The department; null for the total, and where figures are not grouped by department (部门).' })
  departmentId(@Parent() { report, departmentId }: DepartmentEfficiency): string | null {
    return report.departmentOf(departmentId);
  }
}

const cursorOf = (values: GroupValues): string => Buffer.from(JSON.stringify(values)).toString('base64url');

function placeAfter(groups: readonly GroupValues[], cursor: string): number {
  const wanted = keyOfCursor(cursor);
  const index = wanted === null ? -1 : groups.findIndex((values) => groupKey(values) === wanted);
  if (index >= 0) return index + 1;
  throw new QuestionRefused('UNKNOWN_CURSOR', 'after is no cursor of this question: ask for the first page again.', 'after 不是本次查询的游标：请重新查询第一页。');
}

function keyOfCursor(cursor: string): string | null {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(values) && values.every((value) => value === null || typeof value === 'string') ? groupKey(values) : null;
  } catch {
    return null;
  }
}
