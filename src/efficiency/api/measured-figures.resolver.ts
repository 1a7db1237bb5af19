import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { LimitKind } from '../../platform/graphql/enums.js';
import { Backlog } from './backlog.type.js';
import { DepartmentEfficiency } from './department-efficiency.type.js';
import { DurationDistribution } from './duration.type.js';
import { Ledger } from './ledger.type.js';
import { timelinessOf } from './timeliness-of.js';
import { Credit, Timeliness } from './timeliness.type.js';

@Resolver(() => DepartmentEfficiency)
export class MeasuredFiguresResolver {
  @ResolveField(() => DurationDistribution, { description: 'Working time without suspensions, over the closures it made: the citizen’s view (办理时长).' })
  async processingTime(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<DurationDistribution> {
    return DurationDistribution.of(await report.measure(departmentId, 'PROCESSING_TIME'));
  }

  @ResolveField(() => DurationDistribution, { description: 'Working time without suspensions of its holdings that ended in the period: its own view (持有时长).' })
  async holdingTime(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<DurationDistribution> {
    return DurationDistribution.of(await report.measure(departmentId, 'HOLDING_TIME'));
  }

  @ResolveField(() => DurationDistribution, { description: 'Wall clock from receipt to closure, less closed time, over the closures it made (历时).' })
  async leadTime(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<DurationDistribution> {
    return DurationDistribution.of(await report.measure(departmentId, 'LEAD_TIME'));
  }

  @ResolveField(() => Ledger, { description: 'The instants of the period, filed under the holder, by class (时间台账).' })
  async ledger(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<Ledger> {
    return Ledger.of(await report.ledger(departmentId));
  }

  @ResolveField(() => Backlog, { description: 'Open requests it holds at the question’s instant (积压).' })
  async backlog(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<Backlog> {
    return Backlog.of(await report.backlog(departmentId));
  }

  @ResolveField(() => Timeliness, { description: 'Against one limit, credited to one of two departments (时效).' })
  timeliness(
    @Parent() row: DepartmentEfficiency,
    @Args('limit', { type: () => LimitKind, defaultValue: 'PROMISED', description: 'Which limit (时限种类).' }) limit: keyof typeof LimitKind,
    @Args('credit', { type: () => Credit, defaultValue: 'CLOSING_DEPARTMENT', description: 'Whom it is credited to (归属).' }) credit: Credit,
  ): Promise<Timeliness> {
    return timelinessOf(row, limit, credit);
  }
}
