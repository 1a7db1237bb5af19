import { Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DepartmentEfficiency } from './department-efficiency.type.js';

@Resolver(() => DepartmentEfficiency)
export class SuspensionFiguresResolver {
  @ResolveField(() => Int, { description: 'Suspensions of no working time that moved a due instant, because days are counted whole (零工时暂停).' })
  suspensionsWithoutWorkingTime(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<number> {
    return report.count(departmentId, 'SUSPENSIONS_WITHOUT_WORKING_TIME');
  }
}
