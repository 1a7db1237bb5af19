import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { ReadModelService } from '../read-model/read-model.service.js';
import { scopeOf } from '../read-model/scope-of.js';
import { DepartmentEfficiency, DepartmentEfficiencyReport } from './department-efficiency.type.js';
import { EfficiencyReport } from './efficiency-report.js';
import { FigureQuestionArgs, questionOf } from './figure-question.args.js';

@Resolver(() => DepartmentEfficiencyReport)
export class DepartmentEfficiencyResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly clock: Clock,
  ) {}

  @Query(() => DepartmentEfficiencyReport, { description: 'Processing time, buck-passing and timeliness per department (部门效能).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async departmentEfficiency(@Args() args: FigureQuestionArgs, @CurrentActor() actor: Actor): Promise<DepartmentEfficiencyReport> {
    const scope = await scopeOf(this.readModel, questionOf(args, actor), this.clock.nowMs());
    const { departments: names } = this.readModel.names;
    const report = new EfficiencyReport(this.readModel, scope, names);
    const rowOf = (departmentId: string | null): DepartmentEfficiency =>
      ({ departmentId, departmentName: departmentId === null ? null : names.get(departmentId) ?? null, report });
    return {
      position: scope.position < 0n ? null : scope.position, at: scope.nowMs,
      total: rowOf(null), departments: (await report.departments()).map(rowOf),
    };
  }
}
