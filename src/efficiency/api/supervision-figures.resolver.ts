import { Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DepartmentEfficiency } from './department-efficiency.type.js';

@ObjectType({ description: 'Warnings against one limit (预警数量).' })
export class LimitWarnings {
  @Field(() => Int, { description: 'The warning share of the budget was used (黄色预警).' }) yellow!: number;
  @Field(() => Int, { description: 'The due instant was past (红色预警).' }) red!: number;
}

@ObjectType({ description: 'Warnings raised to a department in the period (预警).' })
export class WarningCounts {
  @Field(() => Int, { description: 'All of them (合计).' }) total!: number;
  @Field(() => LimitWarnings, { description: 'Against the promised limit (承诺时限).' }) promised!: LimitWarnings;
  @Field(() => LimitWarnings, { description: 'Against the statutory limit (法定时限).' }) statutory!: LimitWarnings;
}

/** What supervision did: warnings raised by the timer, reminders issued by people. */
@Resolver(() => DepartmentEfficiency)
export class SupervisionFiguresResolver {
  @ResolveField(() => WarningCounts, { description: 'Warnings raised for requests it held then, by the instant they were raised (预警).' })
  async warnings(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<WarningCounts> {
    const [total, promisedYellow, promisedRed, statutoryYellow, statutoryRed] = await Promise.all([
      report.count(departmentId, 'WARNINGS'), report.count(departmentId, 'WARNINGS_YELLOW_PROMISED'), report.count(departmentId, 'WARNINGS_RED_PROMISED'),
      report.count(departmentId, 'WARNINGS_YELLOW_STATUTORY'), report.count(departmentId, 'WARNINGS_RED_STATUTORY'),
    ]);
    return { total, promised: { yellow: promisedYellow, red: promisedRed }, statutory: { yellow: statutoryYellow, red: statutoryRed } };
  }

  @ResolveField(() => Int, { description: 'Reminders issued while it held the request (催办).' })
  reminders(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<number> {
    return report.count(departmentId, 'REMINDERS');
  }
}
