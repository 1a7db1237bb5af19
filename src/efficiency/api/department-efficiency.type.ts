import { Field, ID, ObjectType } from '@nestjs/graphql';
import { InstantScalar, PositionScalar } from '../../platform/graphql/scalars.js';
import type { EfficiencyReport } from './efficiency-report.js';

/** Its figures are fields of their own, resolved from the report when asked for. */
@ObjectType({ description: 'The figures of one department, or of all together (部门效能).' })
export class DepartmentEfficiency {
  @Field(() => ID, { nullable: true, description: 'The department; null for the total (部门).' }) readonly departmentId!: string | null;
  @Field(() => String, { nullable: true, description: 'Its name in the reference data (部门名称).' }) readonly departmentName!: string | null;
  readonly report!: EfficiencyReport;
}

@ObjectType({ description: 'Figures per department, all at the same position and instant (效能报告).' })
export class DepartmentEfficiencyReport {
  @Field(() => PositionScalar, { nullable: true, description: 'The log up to here is in every figure; null for an empty log (日志位置).' })
  readonly position!: bigint | null;
  @Field(() => InstantScalar, { description: 'The instant open requests are judged at (判定时刻).' }) readonly at!: number;
  @Field(() => DepartmentEfficiency, { description: 'All departments of the filter together (合计).' }) readonly total!: DepartmentEfficiency;
  @Field(() => [DepartmentEfficiency], { description: 'Every department that ever held a request, by id (各部门).' })
  readonly departments!: DepartmentEfficiency[];
}
