import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, Matches, Max, MaxLength, Min } from 'class-validator';
import { InstantScalar, PositionScalar } from '../../../platform/graphql/scalars.js';
import type { FlowKind as FlowKindName } from '../../read-model/figures/flows/flow-kinds.js';
import { SortDirection } from '../efficiency.args.js';
import { FigureQuestionArgs } from '../figure-question.args.js';
import { PageInfo } from '../service-requests.type.js';
import { FlowKind, FlowOrder } from './flow-enums.js';
import { LIST_CURSOR, LIST_ROWS_MAX } from './list-page.js';

@ArgsType()
export class FlowEndsArgs extends FigureQuestionArgs {
  @Field(() => ID, { nullable: true, description: 'Only what this department sent (转出部门).' }) @IsOptional() @MaxLength(128) from?: string | null;
  @Field(() => ID, { nullable: true, description: 'Only what was sent to this department (转入部门).' }) @IsOptional() @MaxLength(128) to?: string | null;
}

@ArgsType()
export class FlowsArgs extends FlowEndsArgs {
  @Field(() => FlowOrder, { defaultValue: 'TRANSFERS', description: 'What cells are sorted by; equal ones by the departments’ ids (排序).' }) orderBy!: FlowOrder;
  @Field(() => SortDirection, { defaultValue: 'DESC', description: 'Largest first, or smallest first (方向).' }) direction!: keyof typeof SortDirection;
  @Field(() => Int, { defaultValue: 50, description: `Cells on a page, 1 to ${LIST_ROWS_MAX} (每页数量).` }) @IsInt() @Min(1) @Max(LIST_ROWS_MAX) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last cell already seen (游标).' }) @IsOptional() @Matches(LIST_CURSOR) after?: string | null;
}

@ArgsType()
export class FlowRequestsArgs extends FlowEndsArgs {
  @Field(() => FlowKind, { defaultValue: 'TRANSFERS', description: 'Which number of the cell (流转类别).' }) kind!: FlowKindName;
  @Field(() => Boolean, { defaultValue: false, description: 'What went from "to" to "from" as well; with both of them given (双向).' }) eitherWay!: boolean;
  @Field(() => Int, { defaultValue: 50, description: `Requests on a page, 1 to ${LIST_ROWS_MAX} (每页数量).` }) @IsInt() @Min(1) @Max(LIST_ROWS_MAX) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge already seen (游标).' }) @IsOptional() @Matches(/^\d{1,18}$/) after?: string | null;
}

@ObjectType({ description: 'Transfers, counted; transfers = planned + unplanned + refusals (流转计数).' })
export class FlowFigures {
  @Field(() => Int, { description: 'All transfers, refusals included (流转).' }) transfers!: number;
  @Field(() => Int, { description: 'Along the route pinned at receipt (按流程流转).' }) planned!: number;
  @Field(() => Int, { description: 'Neither planned nor a refusal (计划外流转).' }) unplanned!: number;
  @Field(() => Int, { description: 'Refusals to take a transfer (拒收).' }) refusals!: number;
  @Field(() => Int, { description: 'To a department that had held the request before (退回).' }) returns!: number;
  @Field(() => Int, { description: 'Straight back to where it had come from (来回推).' }) pingPongs!: number;
  @Field(() => Int, { description: 'Unplanned, after less working time than the threshold, without progress (烫手山芋).' }) hotPotatoes!: number;
  @Field(() => Int, { description: 'Unplanned transfers and refusals, after supervisors’ rulings (推诿).' }) buckPasses!: number;
  @Field(() => Int, { description: 'The same before rulings (裁定前推诿).' }) buckPassesBeforeRulings!: number;
  @Field(() => Int, { description: 'Of the transfers, those whose last ruling says justified (裁定正当).' }) ruledJustified!: number;
  @Field(() => Int, { description: 'Of the transfers, those whose last ruling says buck-passing (裁定推诿).' }) ruledBuckPassing!: number;
  @Field(() => Int, { description: 'Requests with such a transfer; one can be in several cells (办件数).' }) requests!: number;
}

@ObjectType({ description: 'What one department passed to another (流转单元格).' })
export class FlowCell {
  @Field(() => ID, { description: 'The sender (转出部门).' }) fromDepartmentId!: string;
  @Field(() => String, { nullable: true, description: 'Its name in the reference data (转出部门名称).' }) fromDepartmentName!: string | null;
  @Field(() => ID, { description: 'The receiver (转入部门).' }) toDepartmentId!: string;
  @Field(() => String, { nullable: true, description: 'Its name in the reference data (转入部门名称).' }) toDepartmentName!: string | null;
  @Field(() => FlowFigures, { description: 'The transfers between them, this way (流转计数).' }) figures!: FlowFigures;
}

@ObjectType({ description: 'One cell in a page (连接边).' })
export class FlowEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => FlowCell, { description: 'The cell (单元格).' }) node!: FlowCell;
}

@ObjectType({ description: 'Who passed to whom: the cells of the matrix that have a transfer (流转矩阵).' })
export class FlowConnection {
  @Field(() => PositionScalar, { nullable: true, description: 'The log up to here is in it; null for an empty log (日志位置).' }) position!: bigint | null;
  @Field(() => InstantScalar, { description: 'The instant of the question (判定时刻).' }) at!: number;
  @Field(() => FlowFigures, { description: 'All cells together; each request counts once (合计).' }) total!: FlowFigures;
  @Field(() => Int, { description: 'Most transfers of one request (单件最多流转).' }) maxTransfers!: number;
  @Field(() => Int, { description: 'Cells over all pages (单元格总数).' }) totalCount!: number;
  @Field(() => [FlowEdge], { description: 'This page (本页).' }) edges!: FlowEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}
