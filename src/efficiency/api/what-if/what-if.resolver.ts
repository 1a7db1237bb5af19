import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../../kernel/actor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Roles } from '../../../platform/auth/roles.decorator.js';
import { EfficiencyReport } from '../efficiency-report.js';
import { FigureQuestionArgs, questionOf } from '../figure-question.args.js';
import { ReadModelService } from '../../read-model/read-model.service.js';
import { compareAt } from '../../read-model/what-if/comparison.js';
import type { WhatIfJob } from '../../read-model/what-if/what-if-job.js';
import { WhatIfDesk } from '../../read-model/what-if/what-if-desk.js';
import { checkedRules } from './checked-rules.js';
import { toRuleSet } from './to-rule-set.js';
import { WhatIfRulesInput } from './what-if.inputs.js';
import { WhatIf, WhatIfReport } from './what-if.types.js';
import { departmentOf, viewOfJob } from './what-if.view.js';

const ID_ARGUMENT = { type: () => ID, description: 'As startWhatIf named it (编号).' };

/** Replays of the history under another rule set. A mutation starts one, because it takes work; nothing is recorded. */
@Resolver(() => WhatIf)
@Roles('analyst', 'supervisor', 'administrator')
export class WhatIfResolver {
  constructor(
    private readonly desk: WhatIfDesk,
    private readonly readModel: ReadModelService,
  ) {}

  @Mutation(() => WhatIf, { description: 'Starts to replay the history under another rule set, or finds the replay that is there already; the log is not touched (发起假设分析).' })
  startWhatIf(@Args('rules', { description: 'The rule set (假设规则).' }) rules: WhatIfRulesInput, @CurrentActor() actor: Actor): Promise<WhatIf> {
    return this.viewOf(this.desk.start(toRuleSet(checkedRules(rules)), actor.principal), actor);
  }

  @Query(() => WhatIf, { description: 'A replay that was started: where it stands, and once it is done its answers (查询假设分析).' })
  whatIf(@Args('id', ID_ARGUMENT) id: string, @CurrentActor() actor: Actor): Promise<WhatIf> {
    return this.viewOf(this.desk.get(id, actor.principal), actor);
  }

  @Mutation(() => WhatIf, { description: 'Ends a replay that waits or runs; a finished one stays as it is (取消假设分析).' })
  cancelWhatIf(@Args('id', ID_ARGUMENT) id: string, @CurrentActor() actor: Actor): Promise<WhatIf> {
    return this.viewOf(this.desk.cancel(id, actor.principal), actor);
  }

  @ResolveField(() => WhatIfReport, { nullable: true, description: 'Both sides of one question, period and filter as everywhere; null until the replay is done (对比报告).' })
  async report(@Parent() { job }: WhatIf, @Args() args: FigureQuestionArgs, @CurrentActor() actor: Actor): Promise<WhatIfReport | null> {
    const { answer, rules, startedMs } = job;
    if (answer === null) return null;
    const { model, flips } = answer;
    const comparison = await compareAt({ actual: this.readModel, ruled: model }, questionOf(args, actor), rules.hotPotatoMs, startedMs);
    const { departments: names } = this.readModel.names;
    const [actual, underRules] = [new EfficiencyReport(this.readModel, comparison.actual, names), new EfficiencyReport(model, comparison.ruled, names)];
    const { position, nowMs } = comparison.actual;
    const ids = await actual.departments();
    return {
      position: position < 0n ? null : position, at: nowMs, comparison, findFlips: () => flips.of(comparison),
      total: departmentOf(null, null, actual, underRules), departments: ids.map((id) => departmentOf(id, names.get(id) ?? null, actual, underRules)),
    };
  }

  private async viewOf(job: WhatIfJob, { scope }: Actor): Promise<WhatIf> {
    return viewOfJob(job, await this.desk.unmeasured(job, scope));
  }
}
