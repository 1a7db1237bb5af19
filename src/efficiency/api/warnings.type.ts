import { ArgsType, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { LimitKind } from '../../platform/graphql/enums.js';
import { InstantScalar, PositionScalar } from '../../platform/graphql/scalars.js';
import { Duration } from './duration.type.js';
import { FigureQuestionArgs } from './figure-question.args.js';
import { PageInfo } from './service-requests.type.js';

export const WarnedState = { YELLOW: 'YELLOW', RED: 'RED' } as const;
registerEnumType(WarnedState, {
  name: 'WarnedState',
  description: 'The state that is warned of (预警级别).',
  valuesMap: {
    YELLOW: { description: 'The warning share of the budget is used (黄色).' },
    RED: { description: 'The due instant is past (红色).' },
  },
});

@ObjectType({ description: 'The rule that raised a warning, and what it went by (预警规则).' })
export class WarningRule {
  @Field(() => ID, { description: 'The rule’s name (规则).' }) id!: string;
  @Field(() => Int, { description: 'Its version (规则版本).' }) version!: number;
  @Field(() => Float, { description: 'Share of the budget from which it is yellow, pinned at the receipt (预警比例).' }) warningShare!: number;
  @Field(() => ID, { description: 'The calendar it was measured with (工作日历).' }) calendarId!: string;
  @Field(() => Int, { description: 'Version of the calendar (日历版本).' }) calendarVersion!: number;
  @Field(() => Int, { description: 'Last event of the request that was known (已知事件序号).' }) requestRevision!: number;
  @Field(() => PositionScalar, { description: 'The log was known up to here (已知日志位置).' }) position!: bigint | string;
}

@ObjectType({ description: 'A warning that was raised, once, when a limit’s state got worse (预警).' })
export class Warning {
  @Field(() => PositionScalar, { description: 'Its place in the log; the same warning always has the same (日志位置).' }) position!: bigint;
  @Field(() => ID, { description: 'The request: hallId.requestId (办件编号).' }) id!: string;
  @Field(() => ID, { description: 'The hall (大厅).' }) hallId!: string;
  @Field(() => ID, { description: 'The request’s id within its hall (办件号).' }) requestId!: string;
  @Field(() => ID, { description: 'The service item (事项).' }) serviceItemCode!: string;
  @Field(() => ID, { description: 'The holder that was warned (被预警部门).' }) departmentId!: string;
  @Field(() => String, { nullable: true, description: 'Its name in the reference data (部门名称).' }) departmentName!: string | null;
  @Field(() => ID, { nullable: true, description: 'Its officer, where known (经办人).' }) officerId!: string | null;
  @Field(() => LimitKind, { description: 'Which limit (时限种类).' }) limit!: string;
  @Field(() => WarnedState, { description: 'Which state it turned to (预警级别).' }) state!: string;
  @Field(() => InstantScalar, { description: 'When it was raised (发出时刻).' }) raisedAt!: number;
  @Field(() => InstantScalar, { description: 'Since when the request was in that state (进入该状态时刻).' }) turnedAt!: number;
  @Field(() => InstantScalar, { description: 'The due instant as it stood (到期时刻).' }) dueAt!: number;
  @Field(() => Boolean, { description: 'It lay beyond the last date whose holidays were announced (暂定).' }) provisional!: boolean;
  @Field(() => Duration, { description: 'Working time used by then (已用时限).' }) used!: Duration;
  @Field(() => Duration, { description: 'The whole budget in working time (总时限).' }) budget!: Duration;
  @Field(() => Float, { description: 'used / budget; 1 for a budget of nothing (已用比例).' }) usedShare!: number;
  @Field(() => WarningRule, { description: 'What raised it (预警规则).' }) rule!: WarningRule;
}

@ArgsType()
export class WarningsArgs extends FigureQuestionArgs {
  @Field(() => LimitKind, { nullable: true, description: 'Only against this limit (时限种类).' }) limit?: 'PROMISED' | 'STATUTORY' | null;
  @Field(() => WarnedState, { nullable: true, description: 'Only of this state (预警级别).' }) state?: 'YELLOW' | 'RED' | null;
  @Field(() => Int, { defaultValue: 50, description: 'Page size, 1 to 500 (每页数量).' }) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge already seen (游标).' }) after?: string | null;
}

@ObjectType({ description: 'One warning in a page (连接边).' })
export class WarningEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => Warning, { description: 'The warning (预警).' }) node!: Warning;
}

@ObjectType({ description: 'Warnings, in the order of the log (预警列表).' })
export class WarningConnection {
  @Field(() => Int, { description: 'Warnings over all pages (总数).' }) totalCount!: number;
  @Field(() => [WarningEdge], { description: 'This page (本页).' }) edges!: WarningEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}

@InputType({ description: 'What a subscriber wants to hear of; every list means "any of", together they mean "and" (订阅筛选).' })
export class LiveFilterInput {
  @Field(() => [ID], { nullable: true, description: 'Halls (大厅).' }) hallIds?: string[] | null;
  @Field(() => [ID], { nullable: true, description: 'Departments that are warned or reminded (部门).' }) departmentIds?: string[] | null;
  @Field(() => [ID], { nullable: true, description: 'Service items (事项).' }) serviceItemCodes?: string[] | null;
  @Field(() => [LimitKind], { nullable: true, description: 'Limits, of warnings (时限种类).' }) limits?: string[] | null;
  @Field(() => [WarnedState], { nullable: true, description: 'States, of warnings (预警级别).' }) states?: string[] | null;
}
