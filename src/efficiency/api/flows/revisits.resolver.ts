import { Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DepartmentEfficiency } from '../department-efficiency.type.js';

/** Of all together it is n + 1 less the distinct departments of each request, summed up. */
@Resolver(() => DepartmentEfficiency)
export class RevisitsResolver {
  @ResolveField(() => Int, { description: 'Transfers that brought a request back to it after it had held it before (回流).' })
  revisits(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<number> {
    return report.count(departmentId, 'REVISITS');
  }
}
