import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsInt, IsOptional, Matches, Max, MaxLength, Min } from 'class-validator';
import { PositionScalar } from '../../../platform/graphql/scalars.js';
import { CYCLE_LENGTH_MAX } from '../../projections/cycles.js';
import type { CycleOrder as CycleOrderName } from '../../read-model/figures/flows/cycles.js';
import { SortDirection } from '../efficiency.args.js';
import { FigureQuestionArgs } from '../figure-question.args.js';
import { PageInfo } from '../service-requests.type.js';
import { CycleOrder } from './flow-enums.js';
import { LIST_CURSOR, LIST_ROWS_MAX } from './list-page.js';

@ArgsType()
export class TransferCyclesArgs extends FigureQuestionArgs {
  @Field(() => Int, { defaultValue: 2, description: 'Departments in a cycle, at least; 3 leaves ping-pongs out (最短).' }) @IsInt() @Min(2) @Max(CYCLE_LENGTH_MAX) minLength!: number;
  @Field(() => Int, { defaultValue: CYCLE_LENGTH_MAX, description: `At most, up to ${CYCLE_LENGTH_MAX} (最长).` }) @IsInt() @Min(2) @Max(CYCLE_LENGTH_MAX) maxLength!: number;
  @Field(() => ID, { nullable: true, description: 'Only cycles through this department (途经部门).' }) @IsOptional() @MaxLength(128) through?: string | null;
  @Field(() => CycleOrder, { defaultValue: 'TIMES', description: 'What cycles are sorted by; then the more often gone, the shorter, by ids (排序).' }) orderBy!: CycleOrderName;
  @Field(() => SortDirection, { defaultValue: 'DESC', description: 'Largest first, or smallest first (方向).' }) direction!: keyof typeof SortDirection;
  @Field(() => Int, { defaultValue: 50, description: `Cycles on a page, 1 to ${LIST_ROWS_MAX} (每页数量).` }) @IsInt() @Min(1) @Max(LIST_ROWS_MAX) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last cycle already seen (游标).' }) @IsOptional() @Matches(LIST_CURSOR) after?: string | null;
}

@ArgsType()
export class TransferCycleRequestsArgs extends FigureQuestionArgs {
  @Field(() => [ID], { description: 'The departments of the cycle in its order, beginning with any of them (环流部门).' })
  @ArrayMinSize(2) @ArrayMaxSize(CYCLE_LENGTH_MAX) @ArrayUnique() @MaxLength(128, { each: true }) departmentIds!: string[];
  @Field(() => Int, { defaultValue: 50, description: `Requests on a page, 1 to ${LIST_ROWS_MAX} (每页数量).` }) @IsInt() @Min(1) @Max(LIST_ROWS_MAX) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge already seen (游标).' }) @IsOptional() @Matches(/^\d{1,18}$/) after?: string | null;
}

@ObjectType({ description: 'A way round: from the last department it goes to the first again (环流).' })
export class TransferCycle {
  @Field(() => [ID], { description: 'Its departments, all different, in order; the smallest id first, wherever requests entered it (环流部门).' }) departmentIds!: string[];
  @Field(() => [String], { nullable: 'items', description: 'Their names in the reference data (部门名称).' }) departmentNames!: (string | null)[];
  @Field(() => Int, { description: 'Departments in it (长度).' }) length!: number;
  @Field(() => Int, { description: 'How often it was gone round (次数).' }) times!: number;
  @Field(() => Int, { description: 'Requests that went round (办件数).' }) requests!: number;
}

@ObjectType({ description: 'One cycle in a page (连接边).' })
export class TransferCycleEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => TransferCycle, { description: 'The cycle (环流).' }) node!: TransferCycle;
}

@ObjectType({ description: 'Ways round that requests were sent (环流列表).' })
export class TransferCycleConnection {
  @Field(() => PositionScalar, { nullable: true, description: 'The log up to here is in it; null for an empty log (日志位置).' }) position!: bigint | null;
  @Field(() => Int, { description: 'How often any of them was gone round (总次数).' }) times!: number;
  @Field(() => Int, { description: 'Requests that went round any of them (办件数).' }) requests!: number;
  @Field(() => Int, { description: 'Cycles over all pages (环流总数).' }) totalCount!: number;
  @Field(() => [TransferCycleEdge], { description: 'This page (本页).' }) edges!: TransferCycleEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}
