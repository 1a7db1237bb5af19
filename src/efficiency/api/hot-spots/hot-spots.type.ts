import { ArgsType, Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayUnique, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { InstantScalar, MillisecondsScalar, PositionScalar } from '../../../platform/graphql/scalars.js';
import type { SpotColumn } from '../../read-model/figures/hot-spots/hot-spots.js';
import type { SpotState as SpotStateName } from '../../read-model/figures/hot-spots/spots.js';
import { Duration } from '../duration.type.js';
import { GroupedQuestionArgs, GroupValue } from '../grouped-question.js';
import { PageInfo } from '../service-requests.type.js';

export const SpotState = { HOLDING: 'HOLDING', HANDOVER: 'HANDOVER', APPLICANT: 'APPLICANT', STATUTORY: 'STATUTORY' } as const satisfies { readonly [S in SpotStateName]: S };
registerEnumType(SpotState, {
  name: 'SpotState',
  description: 'How an open request stands (停留状态).',
  valuesMap: {
    HOLDING: { description: 'With its holder (办理中).' },
    HANDOVER: { description: 'Transferred, and nobody has taken it yet (待接收).' },
    APPLICANT: { description: 'Suspended for the applicant (待申请人补正).' },
    STATUTORY: { description: 'Suspended for a statutory procedure (法定程序中).' },
  },
});
export const SpotDetail = { STEP: 'STEP', STATE: 'STATE' } as const satisfies { readonly [C in SpotColumn]: C };
registerEnumType(SpotDetail, {
  name: 'SpotDetail',
  description: 'What tells hot spots of one group apart (热点细分).',
  valuesMap: {
    STEP: { description: 'The place on the route and the last recorded step of the work (环节).' },
    STATE: { description: 'How it stands (状态).' },
  },
});
export const SpotOrder = { TOTAL: 'TOTAL', MEDIAN: 'MEDIAN', MAX: 'MAX', REQUESTS: 'REQUESTS', OVER_THRESHOLD: 'OVER_THRESHOLD', OLDEST: 'OLDEST' } as const;
export type SpotOrder = keyof typeof SpotOrder;
registerEnumType(SpotOrder, {
  name: 'SpotOrder',
  description: 'What comes first of the hot spots (排序).',
  valuesMap: {
    TOTAL: { description: 'The most waiting in all (累计等待).' }, MEDIAN: { description: 'The longest median waiting (等待中位数).' },
    MAX: { description: 'The longest waiting of one request (最长等待).' }, REQUESTS: { description: 'The most requests (件数).' },
    OVER_THRESHOLD: { description: 'The most requests over the threshold (超阈值件数).' }, OLDEST: { description: 'Where somebody has been for longest by the clock (最早开始).' },
  },
});

export const SPOTS_MAX = 500;
export const THRESHOLD_MS = 24 * 60 * 60 * 1000;

@ArgsType()
export class HotSpotsArgs extends GroupedQuestionArgs {
  @Field(() => [SpotDetail], { defaultValue: ['STEP', 'STATE'], description: 'What besides the dimensions tells spots apart (热点细分).' })
  @ArrayMaxSize(2) @ArrayUnique() details!: SpotColumn[];
  @Field(() => MillisecondsScalar, { defaultValue: THRESHOLD_MS, description: 'Waiting above this counts as over the threshold; working time, default 24 hours (阈值).' })
  @IsInt() @Min(0) threshold!: number;
  @Field(() => SpotOrder, { defaultValue: 'TOTAL', description: 'What comes first (排序).' }) orderBy!: SpotOrder;
  @Field(() => Int, { defaultValue: 50, description: `Spots on a page, 1 to ${SPOTS_MAX} (每页数量).` }) @IsInt() @Min(1) @Max(SPOTS_MAX) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last spot already seen (游标).' }) @IsOptional() @Matches(/^\d{1,9}$/)
  after?: string | null;
}

@ObjectType({ description: 'Where open requests stand, and for how long: waiting is the working time of the running holding, suspensions out (热点).' })
export class HotSpot {
  @Field(() => [GroupValue], { description: 'The group, one value for each dimension asked for (分组).' }) group!: GroupValue[];
  @Field(() => SpotState, { nullable: true, description: 'How they stand; null when not asked apart (状态).' }) state!: SpotStateName | null;
  @Field(() => Int, { nullable: true, description: 'The holder’s place on the route pinned at receipt, from 1; null off the route, or when not asked apart (流程环节).' })
  routeStep!: number | null;
  @Field(() => String, { nullable: true, description: 'The step of the work that the holder recorded last in its running holding; null for none, or when not asked apart (最近进展).' })
  progressStep!: string | null;
  @Field(() => Int, { description: 'Open requests there (件数).' }) requests!: number;
  @Field(() => InstantScalar, { description: 'Since when the one that came first has been there: the beginning of its running holding (最早起始).' }) oldestSince!: number;
  @Field(() => Duration, { description: 'Waiting of all together (累计等待).' }) totalWaiting!: Duration;
  @Field(() => Duration, { description: 'Median waiting (等待中位数).' }) medianWaiting!: Duration;
  @Field(() => Duration, { description: 'Longest waiting (最长等待).' }) maxWaiting!: Duration;
  @Field(() => Int, { description: 'Requests that have waited longer than the threshold (超阈值件数).' }) overThreshold!: number;
}

@ObjectType({ description: 'One spot in a page (连接边).' })
export class HotSpotEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => HotSpot, { description: 'The spot (热点).' }) node!: HotSpot;
}

@ObjectType({ description: 'Where open requests are stuck (热点列表).' })
export class HotSpotConnection {
  @Field(() => PositionScalar, { nullable: true, description: 'The log up to here is in it; null for an empty log (日志位置).' }) position!: bigint | null;
  @Field(() => InstantScalar, { description: 'The instant at which they stand there (判定时刻).' }) at!: number;
  @Field(() => Int, { description: 'Open requests in all spots (未办结总数).' }) requests!: number;
  @Field(() => Int, { description: 'Spots over all pages (热点总数).' }) totalCount!: number;
  @Field(() => [HotSpotEdge], { description: 'This page (本页).' }) edges!: HotSpotEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}
