import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsInt, IsOptional, Matches, Max, MaxLength, Min } from 'class-validator';
import { InstantScalar, PositionScalar } from '../../platform/graphql/scalars.js';
import { PARKED_CODES, type ParkedCode } from '../read-model/poison.js';
import { PARKED_TEXTS } from '../read-model/parked-requests.js';
import { Explanation } from './service-request.type.js';
import { PageInfo } from './service-requests.type.js';

const own = PARKED_CODES.filter((code) => code !== 'BEHIND');
export const ParkedReason = Object.fromEntries(own.map((code) => [code, code])) as { readonly [C in Exclude<ParkedCode, 'BEHIND'>]: C };
registerEnumType(ParkedReason, {
  name: 'ParkedReason',
  description: 'Why an event could not be taken into the figures (搁置原因).',
  valuesMap: Object.fromEntries(own.map((code) => [code, { description: `${PARKED_TEXTS[code].en} ${PARKED_TEXTS[code].zh}` }])),
});

const PAGE_MAX = 500;

@ArgsType()
export class ParkedRequestsArgs {
  @Field(() => Int, { defaultValue: 50, description: `Page size, 1 to ${PAGE_MAX} (每页数量).` }) @IsInt() @Min(1) @Max(PAGE_MAX) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge already seen (游标).' })
  @IsOptional() @MaxLength(1_100) @Matches(/^\d{1,19}:/) after?: string | null;
}

@ObjectType({ description: 'A request whose figures stand as they stood before an event that could not be taken (搁置的办件).' })
export class ParkedRequest {
  @Field(() => ID, { nullable: true, description: 'hallId.requestId, as serviceRequest takes it; null for reference data, where only names stand still (办件编号).' })
  id!: string | null;
  @Field(() => String, { description: 'The stream in the log (流).' }) stream!: string;
  @Field(() => PositionScalar, { description: 'Position of the event at fault: from there on nothing of the request is in a figure (日志位置).' }) position!: bigint;
  @Field(() => Int, { nullable: true, description: 'Its place in the stream; null when a changed calendar is at fault (流内序号).' }) revision!: number | null;
  @Field(() => String, { description: 'Its stored name (事件类型).' }) type!: string;
  @Field(() => InstantScalar, { nullable: true, description: 'When the log took it, where that can be read (记录时刻).' }) recordedAt!: number | null;
  @Field(() => ParkedReason, { description: 'Why (原因).' }) reason!: string;
  @Field(() => Explanation, { description: 'The same in words (原因说明).' }) explanation!: Explanation;
  @Field(() => String, { description: 'What exactly, for whoever mends it; no value of the event is repeated (细节).' }) detail!: string;
  @Field(() => Int, { description: 'Events of the same request that wait behind it (其后等待的事件数).' }) eventsBehind!: number;
}

@ObjectType({ description: 'One parked request in a page (连接边).' })
export class ParkedRequestEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => ParkedRequest, { description: 'The request (办件).' }) node!: ParkedRequest;
}

@ObjectType({ description: 'Requests that are parked, in the order of the log (搁置的办件).' })
export class ParkedRequestConnection {
  @Field(() => Int, { description: 'Parked requests over all pages (总数).' }) totalCount!: number;
  @Field(() => [ParkedRequestEdge], { description: 'This page (本页).' }) edges!: ParkedRequestEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}
