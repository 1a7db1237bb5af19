import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { InstantScalar, MillisecondsScalar } from '../../../platform/graphql/scalars.js';
import type { SpotState as SpotStateName } from '../../read-model/figures/hot-spots/spots.js';
import { AMOUNT_CURSOR } from '../amount-cursor.js';
import { Duration } from '../duration.type.js';
import { FigureQuestionArgs } from '../figure-question.args.js';
import { PageInfo, ServiceRequestSummary } from '../service-requests.type.js';
import { SpotState } from './hot-spots.type.js';

export const STUCK_REQUESTS_MAX = 500;

@InputType({ description: 'A step as a hot spot says it: both members as they stand there, null where there is none (环节).' })
export class SpotStepInput {
  @Field(() => Int, { nullable: true, description: 'Place on the route; null: off the route (流程环节).' }) @IsOptional() @IsInt() @Min(1) @Max(100) routeStep?: number | null;
  @Field(() => String, { nullable: true, description: 'Last recorded step of the work; null: none (最近进展).' }) @IsOptional() @MaxLength(1000) progressStep?: string | null;
}

@ArgsType()
export class StuckRequestsArgs extends FigureQuestionArgs {
  @Field(() => SpotState, { nullable: true, description: 'Only those that stand so (状态).' }) @IsOptional() state?: SpotStateName | null;
  @Field(() => SpotStepInput, { nullable: true, description: 'Only those at this step (环节).' }) @IsOptional() @ValidateNested() @Type(() => SpotStepInput) step?: SpotStepInput | null;
  @Field(() => MillisecondsScalar, { nullable: true, description: 'Only those that have waited longer, in working time (阈值).' }) @IsOptional() @IsInt() @Min(0) threshold?: number | null;
  @Field(() => Int, { defaultValue: 50, description: `Requests on a page, 1 to ${STUCK_REQUESTS_MAX} (每页数量).` })
  @IsInt() @Min(1) @Max(STUCK_REQUESTS_MAX) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge already seen (游标).' }) @IsOptional() @Matches(AMOUNT_CURSOR) after?: string | null;
}

@ObjectType({ description: 'One open request where it stands (连接边).' })
export class StuckRequestEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => Duration, { description: 'Working time of the running holding until then, suspensions out (等待时长).' }) waiting!: Duration;
  @Field(() => InstantScalar, { description: 'The beginning of the running holding (起始时刻).' }) since!: number;
  @Field(() => SpotState, { description: 'How it stands (状态).' }) state!: SpotStateName;
  @Field(() => ID, { description: 'Who holds it then (部门).' }) departmentId!: string;
  @Field(() => ID, { nullable: true, description: 'The officer of then, where known (经办人).' }) officerId!: string | null;
  @Field(() => Int, { nullable: true, description: 'The holder’s place on the route, from 1; null off the route (流程环节).' }) routeStep!: number | null;
  @Field(() => String, { nullable: true, description: 'The step of the work that the holder recorded last in this holding (最近进展).' }) progressStep!: string | null;
  @Field(() => ServiceRequestSummary, { description: 'The request, as it stands by the last thing recorded (办件).' }) node!: ServiceRequestSummary;
}

@ObjectType({ description: 'Open requests, the one that has waited longest first (停留办件).' })
export class StuckRequestConnection {
  @Field(() => Int, { description: 'Requests over all pages (办件总数).' }) totalCount!: number;
  @Field(() => Duration, { description: 'Waiting of all of them (累计等待).' }) totalWaiting!: Duration;
  @Field(() => [StuckRequestEdge], { description: 'This page (本页).' }) edges!: StuckRequestEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}
