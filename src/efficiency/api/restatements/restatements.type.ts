import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsInt, IsOptional, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { InstantScalar, MillisecondsScalar, PositionScalar } from '../../../platform/graphql/scalars.js';
import type { RestatingEvent } from '../../read-model/figures/restatements/restating-events.js';
import { AsKnownAtInput, FigureFilterInput, PeriodInput } from '../figure-question.args.js';
import { PageInfo } from '../service-requests.type.js';
import { FigureAmount } from '../what-if/what-if.types.js';
import type { Restated, RestatementAnswer } from './restatement-answer.js';

const FIGURES_MAX = 100;
export const RESTATEMENTS_PAGE_MAX = 1_000;

@ArgsType()
export class RestatementsArgs {
  @Field(() => AsKnownAtInput, { description: 'The log as it was then is what was reported: the position or instant of that report (已报告的状态).' })
  since!: AsKnownAtInput;
  @Field(() => AsKnownAtInput, { nullable: true, description: 'The log up to here; default: everything recorded (截至).' }) until?: AsKnownAtInput | null;
  @Field(() => PeriodInput, { nullable: true, description: 'When things occurred; default: all time (时段).' }) @IsOptional() period?: PeriodInput | null;
  @Field(() => FigureFilterInput, { nullable: true, description: 'Which requests; default: all (筛选).' })
  @IsOptional() @ValidateNested() @Type(() => FigureFilterInput) filter?: FigureFilterInput | null;
  @Field(() => InstantScalar, { nullable: true, description: 'The instant open requests are judged at, before and after: that of the report; default: the instant of since, or when its position was recorded (判定时刻).' })
  at?: string | null;
  @Field(() => MillisecondsScalar, { nullable: true, description: 'Hot potato: passed on after less working time than this; default 30 minutes (烫手山芋阈值).' })
  hotPotatoThreshold?: number | null;
  @Field(() => [String], { nullable: true, description: `Only these figures, up to ${FIGURES_MAX}, named as in the answer; default: all (指标).` })
  @IsOptional() @ArrayMaxSize(FIGURES_MAX) @MaxLength(100, { each: true }) figures?: string[] | null;
  @Field(() => Int, { defaultValue: 200, description: `Page size, 1 to ${RESTATEMENTS_PAGE_MAX} (每页数量).` }) @IsInt() @Min(1) @Max(RESTATEMENTS_PAGE_MAX) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge already seen (游标).' }) @IsOptional() @MaxLength(500) after?: string | null;
}

/** Who recorded it and where it came from are fields of their own, read from the log when asked for. */
@ObjectType({ description: 'What one event did to a restated figure (变更事件).' })
export class RestatingEventNode {
  @Field(() => PositionScalar, { description: 'Its position in the log (日志位置).' }) position!: bigint;
  @Field(() => String, { description: 'Its type: RequestCompleted, TransferRuled, CalendarRevised… (事件类型).' }) type!: string;
  @Field(() => ID, { nullable: true, description: 'hallId.requestId of the request it is of; null of reference data (办件编号).' }) requestId!: string | null;
  @Field(() => Int, { description: 'Requests by which it changed the figure (涉及办件数).' }) requests!: number;
  @Field(() => ID, { nullable: true, description: 'The department that acted; null of reference data (行为部门).' }) departmentId!: string | null;
  @Field(() => InstantScalar, { nullable: true, description: 'When it happened; null of reference data (发生时刻).' }) occurredAt!: number | null;
  @Field(() => InstantScalar, { description: 'When the log took it (记录时刻).' }) recordedAt!: number;
  @Field(() => FigureAmount, { nullable: true, description: 'Its own part of the difference, in the order of the log: over all events they add up to it; null where the figure does not add up, such as a percentile (影响量).' })
  share!: FigureAmount | null;
  event!: RestatingEvent;
}

@ObjectType({ description: 'One event in a page (连接边).' })
export class RestatingEventEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => RestatingEventNode, { description: 'The event (事件).' }) node!: RestatingEventNode;
}

@ObjectType({ description: 'Events that changed a figure, in the order of the log (变更事件列表).' })
export class RestatingEventConnection {
  @Field(() => Int, { description: 'Events over all pages (事件总数).' }) totalCount!: number;
  @Field(() => [RestatingEventEdge], { description: 'This page (本页).' }) edges!: RestatingEventEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}

/** Its events are a field of their own. */
@ObjectType({ description: 'One figure of one department, or of all together, that is another than was reported (指标重述).' })
export class Restatement {
  @Field(() => ID, { nullable: true, description: 'The department; null for the total (部门).' }) departmentId!: string | null;
  @Field(() => String, { nullable: true, description: 'Its name in the reference data (部门名称).' }) departmentName!: string | null;
  @Field(() => String, { description: 'A Figure, or a part of one after a dot: CLOSED_LATE_PROMISED, PROCESSING_TIME.p50, LEDGER.HOLDING, BACKLOG.PROMISED_RED (指标).' }) figure!: string;
  @Field(() => FigureAmount, { description: 'As it was reported (原值).' }) before!: FigureAmount;
  @Field(() => FigureAmount, { description: 'As it is by now, or by until (现值).' }) after!: FigureAmount;
  @Field(() => FigureAmount, { description: 'After less before (差值).' }) difference!: FigureAmount;
  @Field(() => Boolean, { description: 'Whether it adds up over requests, so that each event has its own part of the difference (可加).' }) additive!: boolean;
  restated!: Restated;
  all!: readonly Restated[];
  answer!: RestatementAnswer;
}

@ObjectType({ description: 'One restated figure in a page (连接边).' })
export class RestatementEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => Restatement, { description: 'The restated figure (指标重述).' }) node!: Restatement;
}

@ObjectType({ description: 'Which figures changed since they were reported, and by which events; of all together first, then by department (重述日志).' })
export class RestatementConnection {
  @Field(() => PositionScalar, { nullable: true, description: 'The log as it was reported; null for an empty log (原日志位置).' }) since!: bigint | null;
  @Field(() => PositionScalar, { nullable: true, description: 'The log it is held against; null for an empty log (现日志位置).' }) until!: bigint | null;
  @Field(() => InstantScalar, { description: 'The instant open requests are judged at, before and after (判定时刻).' }) at!: number;
  @Field(() => Int, { description: 'Restated figures over all pages (重述总数).' }) totalCount!: number;
  @Field(() => [RestatementEdge], { description: 'This page (本页).' }) edges!: RestatementEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}
