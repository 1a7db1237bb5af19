import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, MaxLength } from 'class-validator';
import { Verdict } from '../../../platform/graphql/enums.js';
import { InstantScalar } from '../../../platform/graphql/scalars.js';
import { RECTIFICATION_STANDINGS, type RectificationStanding as Standing } from '../../read-model/figures/satisfaction/rectifications-list.js';
import { Duration } from '../duration.type.js';
import { FigureQuestionArgs } from '../figure-question.args.js';
import { PageInfo } from '../service-requests.type.js';

export const RectificationStanding = { DONE_ON_TIME: 'DONE_ON_TIME', DONE_LATE: 'DONE_LATE', OVERDUE: 'OVERDUE', UNDER_WAY: 'UNDER_WAY' } as const satisfies { [S in Standing]: S };
registerEnumType(RectificationStanding, {
  name: 'RectificationStanding',
  description: 'Where a rectification stands at the question’s instant (整改状态).',
  valuesMap: {
    DONE_ON_TIME: { description: 'Completed no later than due (按时完成).' }, DONE_LATE: { description: 'Completed after it was due (逾期完成).' },
    OVERDUE: { description: 'Not completed and past due (逾期未完成).' }, UNDER_WAY: { description: 'Not completed, not past due (整改中).' },
  },
});

@ArgsType()
export class RectificationsArgs extends FigureQuestionArgs {
  @Field(() => ID, { nullable: true, description: 'Only of this request: hallId.requestId; default: of all (办件编号).' }) @IsOptional() @MaxLength(200) id?: string | null;
  @Field(() => [RectificationStanding], { nullable: true, description: 'Only these; default: all (整改状态).' })
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(4) @IsIn(RECTIFICATION_STANDINGS, { each: true }) standings?: Standing[] | null;
  @Field(() => Int, { defaultValue: 50, description: 'Page size, 1 to 500 (每页数量).' }) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge already seen (游标).' }) after?: string | null;
}

@ObjectType({ description: 'What a bad rating asks for, followed to its end (整改单).' })
export class Rectification {
  @Field(() => ID, { description: 'The request: hallId.requestId (办件编号).' }) id!: string;
  @Field(() => ID, { description: 'The hall (大厅).' }) hallId!: string;
  @Field(() => ID, { description: 'The request’s id within its hall (办件号).' }) requestId!: string;
  @Field(() => ID, { description: 'The service item (事项).' }) serviceItemCode!: string;
  @Field(() => Int, { description: 'Which closure was rated, the first is 1 (第几次办结).' }) closure!: number;
  @Field(() => ID, { description: 'The department that closed, and has to rectify (整改部门).' }) departmentId!: string;
  @Field(() => ID, { nullable: true, description: 'The officer of the closure, where known (经办人).' }) officerId!: string | null;
  @Field(() => Int, { description: 'The rating, 1 or 2 (分值).' }) score!: number;
  @Field(() => InstantScalar, { description: 'The closure (办结时刻).' }) closedAt!: number;
  @Field(() => InstantScalar, { description: 'The rating, which opened it (评价时刻).' }) openedAt!: number;
  @Field(() => InstantScalar, { description: 'When it is due (整改期限).' }) dueAt!: number;
  @Field(() => RectificationStanding, { description: 'Where it stands (整改状态).' }) standing!: Standing;
  @Field(() => InstantScalar, { nullable: true, description: 'When it was completed (完成时刻).' }) completedAt!: number | null;
  @Field(() => ID, { nullable: true, description: 'The department that completed it (完成部门).' }) completedByDepartmentId!: string | null;
  @Field(() => Duration, { nullable: true, description: 'Wall clock from opening to completion (整改用时).' }) taken!: Duration | null;
  @Field(() => String, { nullable: true, description: 'What was done; for supervisors only, and null once its key is erased (整改措施).' }) measures!: string | null;
}

@ObjectType({ description: 'One rectification in a page (连接边).' })
export class RectificationEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => Rectification, { description: 'The rectification (整改单).' }) node!: Rectification;
}

@ObjectType({ description: 'Rectifications opened in a period, those due first first (整改列表).' })
export class RectificationConnection {
  @Field(() => Int, { description: 'Over all pages (总数).' }) totalCount!: number;
  @Field(() => [RectificationEdge], { description: 'This page (本页).' }) edges!: RectificationEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}

@ArgsType()
export class RulingsArgs extends FigureQuestionArgs {
  @Field(() => ID, { nullable: true, description: 'Only of this request: hallId.requestId; default: of all (办件编号).' }) @IsOptional() @MaxLength(200) id?: string | null;
  @Field(() => Verdict, { nullable: true, description: 'Only with this verdict (裁定结果).' }) verdict?: 'JUSTIFIED' | 'BUCK_PASSING' | null;
  @Field(() => Int, { defaultValue: 50, description: 'Page size, 1 to 500 (每页数量).' }) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge already seen (游标).' }) after?: string | null;
}

@ObjectType({ description: 'A supervisor’s ruling on a transfer or refusal (裁定).' })
export class Ruling {
  @Field(() => ID, { description: 'The request: hallId.requestId (办件编号).' }) id!: string;
  @Field(() => ID, { description: 'The hall (大厅).' }) hallId!: string;
  @Field(() => ID, { description: 'The request’s id within its hall (办件号).' }) requestId!: string;
  @Field(() => ID, { description: 'The service item (事项).' }) serviceItemCode!: string;
  @Field(() => InstantScalar, { description: 'When it was ruled (裁定时刻).' }) ruledAt!: number;
  @Field(() => Verdict, { description: 'The verdict (裁定结果).' }) verdict!: 'JUSTIFIED' | 'BUCK_PASSING';
  @Field(() => Boolean, { description: 'It is the last one on its transfer; only that counts (有效).' }) stands!: boolean;
  @Field(() => Int, { description: 'Place of the transfer in the request’s stream (流转序号).' }) transferRevision!: number;
  @Field(() => InstantScalar, { description: 'When that was (流转时刻).' }) transferredAt!: number;
  @Field(() => Boolean, { description: 'It was a refusal (退回).' }) isRefusal!: boolean;
  @Field(() => Boolean, { description: 'It was recalled, so it is in no figure of transfers (已撤回).' }) recalled!: boolean;
  @Field(() => ID, { description: 'Who sent it, and is charged (转出部门).' }) fromDepartmentId!: string;
  @Field(() => ID, { description: 'Who it went to (接收部门).' }) toDepartmentId!: string;
  @Field(() => ID, { nullable: true, description: 'The sender’s officer, where known (经办人).' }) officerId!: string | null;
  @Field(() => String, { nullable: true, description: 'The key it was ruled with (裁定人).' }) ruledBy!: string | null;
  @Field(() => String, { nullable: true, description: 'Why; null where none was given, or its key is erased (裁定理由).' }) reason!: string | null;
}

@ObjectType({ description: 'One ruling in a page (连接边).' })
export class RulingEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => Ruling, { description: 'The ruling (裁定).' }) node!: Ruling;
}

@ObjectType({ description: 'Rulings of a period, by request in the order of the receipts (裁定列表).' })
export class RulingConnection {
  @Field(() => Int, { description: 'Rulings over all pages, replaced ones too (总数).' }) totalCount!: number;
  @Field(() => [RulingEdge], { description: 'This page (本页).' }) edges!: RulingEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}
