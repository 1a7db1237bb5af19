import { ArgsType, Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayUnique, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import type { LedgerClass as LedgerClassName } from '../../read-model/figures/ledger-figure.js';
import { AMOUNT_CURSOR } from '../amount-cursor.js';
import { Duration } from '../duration.type.js';
import { FigureQuestionArgs } from '../figure-question.args.js';
import { Ledger } from '../ledger.type.js';
import { PageInfo, ServiceRequestSummary } from '../service-requests.type.js';
import { LedgerClass } from './delay-ledger.type.js';

export const DELAYED_REQUESTS_MAX = 500;

@ArgsType()
export class DelayedRequestsArgs extends FigureQuestionArgs {
  @Field(() => [LedgerClass], { nullable: true, description: 'The classes whose time counts; default: all, so the wall clock (台账类别).' })
  @IsOptional() @ArrayMaxSize(6) @ArrayUnique() classes?: LedgerClassName[] | null;
  @Field(() => Int, { defaultValue: 50, description: `Requests on a page, 1 to ${DELAYED_REQUESTS_MAX} (每页数量).` })
  @IsInt() @Min(1) @Max(DELAYED_REQUESTS_MAX) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge already seen (游标).' }) @IsOptional() @Matches(AMOUNT_CURSOR)
  after?: string | null;
}

@ObjectType({ description: 'One request with its part of the time (连接边).' })
export class DelayedRequestEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => Duration, { description: 'Its part of the time asked for (该办件时长).' }) amount!: Duration;
  @Field(() => Float, { description: 'amount / the time of all pages (占比).' }) share!: number;
  @Field(() => Ledger, { description: 'The amount by class; classes not asked for are nothing (按类别).' }) ledger!: Ledger;
  @Field(() => ServiceRequestSummary, { description: 'The request (办件).' }) node!: ServiceRequestSummary;
}

@ObjectType({ description: 'Requests by how much of the time is theirs, most first (时间去向的办件).' })
export class DelayedRequestConnection {
  @Field(() => Int, { description: 'Requests over all pages (办件总数).' }) totalCount!: number;
  @Field(() => Duration, { description: 'The time itself: the sum of the amounts over all pages (总时长).' }) total!: Duration;
  @Field(() => [DelayedRequestEdge], { description: 'This page (本页).' }) edges!: DelayedRequestEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}
