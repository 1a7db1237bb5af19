import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { TimelineDetail } from '../../efficiency/api/service-request.type.js';
import { Figure } from '../../efficiency/api/service-requests.type.js';
import { InstantScalar, MillisecondsScalar, PositionScalar } from '../../platform/graphql/scalars.js';
import type { CalendarVersions } from '../../efficiency/projections/calendars.js';
import type { CountedRows } from '../history/counted-rows.js';
import type { Step } from '../history/walk.js';
import { HistoryStream, ReasonChange, TextState } from './history-enums.js';
import { HistoryState } from './history-state.type.js';

@ObjectType({ description: 'A text that the log keeps as ciphertext (加密文本).' })
export class HistoryText {
  @Field(() => String, { description: 'Name of the field (字段).' }) name!: string;
  @Field(() => TextState, { description: 'Whether it can be read (文本状态).' }) state!: string;
  @Field(() => String, { nullable: true, description: 'What it says; null where nobody can read it (文本).' }) text!: string | null;
}

@ObjectType({ description: 'An event that could not be taken into the figures, or waits behind one (搁置).' })
export class HistoryParked {
  @Field(() => String, { description: 'Why, as a code (原因代码).' }) code!: string;
  @Field(() => String, { description: 'Why, in English (英文).' }) en!: string;
  @Field(() => String, { description: 'Why, in Chinese (中文).' }) zh!: string;
  @Field(() => PositionScalar, { nullable: true, description: 'Position of the event at fault; null when it is this one (问题事件位置).' }) behind!: bigint | null;
}

@ObjectType({ description: 'Why a figure counts something since an event, or does so no longer (计入理由).' })
export class FigureReason {
  @Field(() => ReasonChange, { description: 'Counted, or no longer (变化).' }) change!: string;
  @Field(() => Figure, { description: 'The figure, as it can be opened by serviceRequests (指标).' }) figure!: string;
  @Field(() => ID, { nullable: true, description: 'Charged or credited to (归属部门).' }) departmentId!: string | null;
  @Field(() => ID, { nullable: true, description: 'Charged or credited to, where known (归属经办人).' }) officerId!: string | null;
  @Field(() => InstantScalar, { nullable: true, description: 'The instant that says which period it belongs to; null for what stands whatever the period (归属时刻).' })
  at!: number | null;
  @Field(() => MillisecondsScalar, { nullable: true, description: 'Of a figure that is a distribution: the amount (数值).' }) value!: number | null;
  @Field(() => String, { description: 'In English (英文).' }) en!: string;
  @Field(() => String, { description: 'In Chinese (中文).' }) zh!: string;
}

@ObjectType({ description: 'One event of a request’s history, as recorded (历史事件).' })
export class HistoryEvent {
  @Field(() => PositionScalar, { description: 'Place in the whole log (日志位置).' }) position!: bigint;
  @Field(() => HistoryStream, { description: 'Which of its streams it stands in (事件来源).' }) from!: string;
  @Field(() => String, { description: 'The stream’s name (流).' }) stream!: string;
  @Field(() => Int, { description: 'Place in its stream, from 0 (流内序号).' }) revision!: number;
  @Field(() => ID, { description: 'The event’s own id (事件编号).' }) eventId!: string;
  @Field(() => String, { description: 'Its stored name (事件类型).' }) type!: string;
  @Field(() => InstantScalar, { nullable: true, description: 'When it happened; null where that cannot be read (发生时刻).' }) occurredAt!: string | null;
  @Field(() => InstantScalar, { nullable: true, description: 'What the sender’s clock said, where it was set to the predecessor’s instant (申报时刻).' })
  claimedOccurredAt!: string | null;
  @Field(() => InstantScalar, { nullable: true, description: 'When the log took it (记录时刻).' }) recordedAt!: string | null;
  @Field(() => Boolean, { description: 'It happened before something the log already knew (迟到).' }) late!: boolean;
  @Field(() => ID, { nullable: true, description: 'The acting department (经办部门).' }) departmentId!: string | null;
  @Field(() => String, { nullable: true, description: 'Its name today (部门名称).' }) departmentName!: string | null;
  @Field(() => ID, { nullable: true, description: 'The acting officer (经办人).' }) officerId!: string | null;
  @Field(() => String, { nullable: true, description: 'The officer’s name today, where registered (经办人姓名).' }) officerName!: string | null;
  @Field(() => ID, { nullable: true, description: 'The terminal (终端).' }) terminalId!: string | null;
  @Field(() => String, { nullable: true, description: 'Who recorded it (主体).' }) principal!: string | null;
  @Field(() => String, { nullable: true, description: 'The sender (来源).' }) source!: string | null;
  @Field(() => String, { nullable: true, description: 'The sender’s own id of it (来源编号).' }) sourceId!: string | null;
  @Field(() => String, { nullable: true, description: 'The request it came in (关联编号).' }) correlationId!: string | null;
  @Field(() => String, { nullable: true, description: 'The command it came from (因果编号).' }) causationId!: string | null;
  @Field(() => String, { nullable: true, description: 'Digest of the command as it was sent (内容摘要).' }) contentDigest!: string | null;
  @Field(() => String, { nullable: true, description: 'Its hash (哈希).' }) hash!: string | null;
  @Field(() => String, { nullable: true, description: 'Hash of the event before it in its stream; null for the first (前一哈希).' }) previousHash!: string | null;
  @Field(() => Boolean, { description: 'Its hash and its link to the event before, computed anew, are what they should be (链完好).' }) chainHolds!: boolean;
  @Field(() => [TimelineDetail], { description: 'Everything else that was recorded in clear (细节).' }) details!: TimelineDetail[];
  @Field(() => [HistoryText], { description: 'What was recorded as ciphertext (加密文本).' }) texts!: HistoryText[];
  @Field(() => HistoryParked, { nullable: true, description: 'Why it is in no figure; null where it is (搁置原因).' }) parked!: HistoryParked | null;
  @Field(() => HistoryState, { description: 'How the request stood before it (事件前).' }) before!: HistoryState;
  @Field(() => HistoryState, { description: 'How it stood after it (事件后).' }) after!: HistoryState;
  readonly step!: Step;
  readonly rows!: CountedRows;
  readonly calendars!: CalendarVersions;
}
