import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { IsOptional, Matches, MaxLength } from 'class-validator';
import { AsKnownAtInput } from '../../efficiency/api/figure-question.args.js';
import { PageInfo } from '../../platform/graphql/page-info.js';
import { InstantScalar, PositionScalar } from '../../platform/graphql/scalars.js';
import type { CalendarVersions } from '../../efficiency/projections/calendars.js';
import { REASON_CHARACTERS_MAX } from '../application/history-reads.js';
import type { HistoryEntry } from '../read-model/history-entry.js';
import { ReadThrough } from './history-enums.js';
import { HistoryEvent, HistoryText } from './history-event.type.js';

/** Events of a page: each is folded, opened and explained. */
export const HISTORY_PAGE_MAX = 100;

@ArgsType()
export class RequestHistoryArgs {
  @Field(() => ID, { description: 'hallId.requestId, or the request’s id alone in the default hall (办件编号).' }) id!: string;
  @Field(() => InstantScalar, { nullable: true, description: 'As the world stood: only what happened up to this instant (截至发生时刻).' }) asOf?: string | null;
  @Field(() => AsKnownAtInput, { nullable: true, description: 'As the log stood: only what was recorded up to there (截至当时所知).' }) @IsOptional() asKnownAt?: AsKnownAtInput | null;
  @Field(() => String, { nullable: true, description: `Why it is looked at, up to ${REASON_CHARACTERS_MAX} characters; recorded encrypted with the reading (查阅事由).` })
  @IsOptional() @MaxLength(REASON_CHARACTERS_MAX) reason?: string | null;
}

@ArgsType()
export class HistoryPageArgs {
  @Field(() => Int, { defaultValue: 50, description: `Page size, 1 to ${HISTORY_PAGE_MAX} (每页数量).` }) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge already seen (游标).' }) @IsOptional() @Matches(/^\d{1,19}$/) after?: string | null;
}

@ObjectType({ description: 'One event in a page (连接边).' })
export class HistoryEventEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => HistoryEvent, { description: 'The event (事件).' }) node!: HistoryEvent;
}

@ObjectType({ description: 'Events of a history in the order of the log (事件列表).' })
export class HistoryEventConnection {
  @Field(() => Int, { description: 'Events over all pages (总数).' }) totalCount!: number;
  @Field(() => [HistoryEventEdge], { description: 'This page; shorter than asked for where its events are large (本页).' }) edges!: HistoryEventEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}

@ObjectType({ description: 'One reading of a history (查阅记录).' })
export class HistoryReading {
  @Field(() => PositionScalar, { description: 'Its place in the log (日志位置).' }) position!: bigint;
  @Field(() => InstantScalar, { description: 'When (查阅时刻).' }) readAt!: string;
  @Field(() => String, { description: 'Who (查阅人).' }) principal!: string;
  @Field(() => String, { description: 'In which role (角色).' }) role!: string;
  @Field(() => ReadThrough, { description: 'How (查阅方式).' }) through!: string;
  @Field(() => PositionScalar, { description: 'The log position the answer was of (所示日志位置).' }) answeredAt!: string;
  @Field(() => InstantScalar, { nullable: true, description: 'As the world stood then (截至发生时刻).' }) asOf!: string | null;
  @Field(() => String, { nullable: true, description: 'As the log stood then: a position or an instant (截至当时所知).' }) asKnownAt!: string | null;
  @Field(() => HistoryText, { nullable: true, description: 'Why, where it was said (查阅事由).' }) reason!: HistoryText | null;
}

@ObjectType({ description: 'One reading in a page (连接边).' })
export class HistoryReadingEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => HistoryReading, { description: 'The reading (查阅记录).' }) node!: HistoryReading;
}

@ObjectType({ description: 'Who has read a history, oldest first; this reading included (查阅记录列表).' })
export class HistoryReadingConnection {
  @Field(() => Int, { description: 'Readings over all pages (总数).' }) totalCount!: number;
  @Field(() => [HistoryReadingEdge], { description: 'This page (本页).' }) edges!: HistoryReadingEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}

@ObjectType({ description: 'Everything recorded of one request, with what each event did (办件审计历史).' })
export class RequestHistory {
  @Field(() => ID, { description: 'hallId.requestId (办件编号).' }) id!: string;
  @Field(() => ID, { description: 'The hall (大厅).' }) hallId!: string;
  @Field(() => ID, { description: 'The request’s id within its hall (办件号).' }) requestId!: string;
  @Field(() => PositionScalar, { description: 'The log position the answer is of (日志位置).' }) position!: bigint;
  @Field(() => PositionScalar, { description: 'Where this reading itself was recorded (查阅登记位置).' }) readAt!: bigint;
  @Field(() => ID, { nullable: true, description: 'The applicant’s pseudonym, for searches; null where none was named (申请人假名).' }) applicantPseudonym!: string | null;
  readonly entries!: readonly HistoryEntry[];
  readonly calendars!: CalendarVersions;
}
