import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, IsUUID, Matches, MaxLength, ValidateNested } from 'class-validator';
import { AsKnownAtInput, PeriodInput } from '../../efficiency/api/figure-question.args.js';
import { PageInfo } from '../../platform/graphql/page-info.js';
import { InstantScalar, PositionScalar } from '../../platform/graphql/scalars.js';
import { MATCHES_MAX } from '../read-model/found-requests.js';

/** Requests of a page: each one shown is recorded as read. */
export const SEARCH_PAGE_MAX = 50;
const CODE_CHARACTERS_MAX = 256;

@InputType({ description: 'What is searched for: all of it must hold, and something must be asked for (检索条件).' })
export class HistorySearchInput {
  @Field(() => ID, { nullable: true, description: 'The hall; default: the installation’s own (大厅).' }) @IsOptional() @Matches(/^[A-Za-z0-9_-]{1,64}$/) hallId?: string | null;
  @Field(() => ID, { nullable: true, description: 'The applicant’s pseudonym, as a history gives it (申请人假名).' }) @IsOptional() @IsUUID() applicantPseudonym?: string | null;
  @Field(() => String, { nullable: true, description: 'The applicant’s reference; it is looked up and kept nowhere. Send it as a variable (申请人标识).' })
  @IsOptional() @MaxLength(CODE_CHARACTERS_MAX) applicantReference?: string | null;
  @Field(() => ID, { nullable: true, description: 'The officer that acted or was assigned (经办人).' }) @IsOptional() @MaxLength(CODE_CHARACTERS_MAX) officerId?: string | null;
  @Field(() => ID, { nullable: true, description: 'The terminal (终端).' }) @IsOptional() @MaxLength(CODE_CHARACTERS_MAX) terminalId?: string | null;
  @Field(() => String, { nullable: true, description: 'Who recorded it (主体).' }) @IsOptional() @MaxLength(CODE_CHARACTERS_MAX) principal?: string | null;
  @Field(() => PeriodInput, { nullable: true, description: 'When it happened (发生时段).' }) @IsOptional() period?: PeriodInput | null;
  @Field(() => String, { nullable: true, description: 'The event’s stored name (事件类型).' }) @IsOptional() @Matches(/^[A-Za-z0-9]{1,64}$/) type?: string | null;
}

@ArgsType()
export class HistorySearchArgs {
  @Field(() => HistorySearchInput, { description: 'What is searched for (检索条件).' }) @ValidateNested() @Type(() => HistorySearchInput) filter!: HistorySearchInput;
  @Field(() => AsKnownAtInput, { nullable: true, description: 'As the log stood: only what was recorded up to there (截至当时所知).' }) @IsOptional() asKnownAt?: AsKnownAtInput | null;
  @Field(() => Int, { defaultValue: 20, description: `Page size, 1 to ${SEARCH_PAGE_MAX} (每页数量).` }) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge already seen (游标).' }) @IsOptional() @Matches(/^\d{1,19}$/) after?: string | null;
}

@ObjectType({ description: 'An event that a search has found (检索到的事件).' })
export class HistoryMatch {
  @Field(() => PositionScalar, { description: 'Place in the whole log (日志位置).' }) position!: bigint;
  @Field(() => Int, { description: 'Place in its stream, from 0 (流内序号).' }) revision!: number;
  @Field(() => String, { description: 'Its stored name (事件类型).' }) type!: string;
  @Field(() => ID, { description: 'The acting department (经办部门).' }) departmentId!: string;
  @Field(() => ID, { nullable: true, description: 'The acting officer (经办人).' }) officerId!: string | null;
  @Field(() => ID, { nullable: true, description: 'Of an assignment: who was assigned (指派的经办人).' }) assignedOfficerId!: string | null;
  @Field(() => ID, { nullable: true, description: 'The terminal (终端).' }) terminalId!: string | null;
  @Field(() => String, { nullable: true, description: 'Who recorded it (主体).' }) principal!: string | null;
  @Field(() => InstantScalar, { description: 'When it happened (发生时刻).' }) occurredAt!: number;
  @Field(() => InstantScalar, { description: 'When the log took it (记录时刻).' }) recordedAt!: number;
}

@ObjectType({ description: 'A request with events that a search has found (检索结果).' })
export class HistoryHit {
  @Field(() => ID, { description: 'hallId.requestId (办件编号).' }) id!: string;
  @Field(() => ID, { description: 'The hall (大厅).' }) hallId!: string;
  @Field(() => ID, { description: 'The request’s id within its hall (办件号).' }) requestId!: string;
  @Field(() => ID, { description: 'The service item (事项).' }) serviceItemCode!: string;
  @Field(() => InstantScalar, { description: 'When it was received (收件时刻).' }) receivedAt!: number;
  @Field(() => ID, { nullable: true, description: 'The applicant’s pseudonym (申请人假名).' }) applicantPseudonym!: string | null;
  @Field(() => Int, { description: 'Events of it that were found (命中事件数).' }) matchCount!: number;
  @Field(() => [HistoryMatch], { description: `The first ${MATCHES_MAX} of them, in the order of the log (命中事件).` }) events!: HistoryMatch[];
}

@ObjectType({ description: 'One request in a page (连接边).' })
export class HistoryHitEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => HistoryHit, { description: 'The request (办件).' }) node!: HistoryHit;
}

@ObjectType({ description: 'Requests that a search has found, in the order of their receipts (检索结果列表).' })
export class HistoryHitConnection {
  @Field(() => PositionScalar, { nullable: true, description: 'The log position the answer is of; null for a hall that is not to be seen (日志位置).' }) position!: bigint | null;
  @Field(() => Int, { description: 'Requests over all pages (总数).' }) totalCount!: number;
  @Field(() => [HistoryHitEdge], { description: 'This page (本页).' }) edges!: HistoryHitEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}
