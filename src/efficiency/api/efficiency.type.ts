import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { InstantScalar, PositionScalar } from '../../platform/graphql/scalars.js';
import type { Comparison } from '../read-model/figures/compared-periods.js';
import type { Dimension as DimensionName } from '../read-model/figures/dimensions.js';
import { DepartmentEfficiency } from './department-efficiency.type.js';
import { Dimension } from './efficiency.args.js';
import { PageInfo } from './service-requests.type.js';

@ObjectType({ description: 'One dimension’s value of a group (维度值).' })
export class GroupValue {
  @Field(() => Dimension, { description: 'The dimension (维度).' }) readonly dimension!: DimensionName;
  @Field(() => ID, { nullable: true, description: 'Its value: an id, a channel, 2026-03; null where it is unknown (值).' }) readonly value!: string | null;
  @Field(() => String, { nullable: true, description: 'The name of a department or service item in the reference data (名称).' }) readonly name!: string | null;
}

/** What a set of figures is over; asked again as a question of its own it gives the same figures. */
@ObjectType({ description: 'Figures over a period, with the period (对比值).' })
export class ComparedFigures {
  @Field(() => InstantScalar, { nullable: true, description: 'First instant of the period; null when it is open (起).' }) readonly from!: number | null;
  @Field(() => InstantScalar, { nullable: true, description: 'First instant after the period; null when it is open (止).' }) readonly to!: number | null;
  @Field(() => InstantScalar, { description: 'The instant its open requests are judged at: at, or the end of the period when that is earlier (判定时刻).' }) readonly at!: number;
  @Field(() => DepartmentEfficiency, { description: 'The same figures (指标).' }) readonly figures!: DepartmentEfficiency;
}

@ObjectType({ description: 'One group and its figures (分组).' })
export class EfficiencyGroup {
  @Field(() => [GroupValue], { description: 'One value for each dimension, in the order asked for; empty for the total (分组键).' }) readonly key!: readonly GroupValue[];
  @Field(() => InstantScalar, { nullable: true, description: 'First instant of its period; null when it is open (起).' }) readonly from!: number | null;
  @Field(() => InstantScalar, { nullable: true, description: 'First instant after its period; null when it is open (止).' }) readonly to!: number | null;
  @Field(() => InstantScalar, { description: 'The instant its backlog is judged at: at, or the end of its day, week, month… when that is earlier (积压判定时刻).' })
  readonly at!: number;
  @Field(() => DepartmentEfficiency, { description: 'Its figures (指标).' }) readonly figures!: DepartmentEfficiency;
  /** The same group of another period. */
  readonly compare!: (comparison: Comparison) => Promise<ComparedFigures>;
}

@ObjectType({ description: 'One group in a page (连接边).' })
export class EfficiencyEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) readonly cursor!: string;
  @Field(() => EfficiencyGroup, { description: 'The group (分组).' }) readonly node!: EfficiencyGroup;
}

@ObjectType({ description: 'Figures by any dimensions, all at the same position and instant (多维效能).' })
export class Efficiency {
  @Field(() => PositionScalar, { nullable: true, description: 'The log up to here is in every figure; null for an empty log (日志位置).' })
  readonly position!: bigint | null;
  @Field(() => InstantScalar, { description: 'The instant open requests are judged at (判定时刻).' }) readonly at!: number;
  @Field(() => EfficiencyGroup, { description: 'Everything in the filter together; each row counts once (合计).' }) readonly total!: EfficiencyGroup;
  @Field(() => Int, { description: 'Groups there are, whatever top and first (分组总数).' }) readonly totalCount!: number;
  @Field(() => [EfficiencyEdge], { description: 'This page of groups (本页).' }) readonly edges!: readonly EfficiencyEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) readonly pageInfo!: PageInfo;
}
