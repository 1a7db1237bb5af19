import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { LimitKind, Urgency } from '../../platform/graphql/enums.js';
import { InstantScalar, PositionScalar } from '../../platform/graphql/scalars.js';
import { Duration } from './duration.type.js';
import { LimitStanding } from './request-states.type.js';
import { Ledger } from './ledger.type.js';

@ObjectType({ description: 'One detail of an event; texts kept as ciphertext are not among them (事件细节).' })
export class TimelineDetail {
  @Field(() => String, { description: 'Name of the field (字段).' }) name!: string;
  @Field(() => String, { description: 'Its value, objects as JSON (值).' }) value!: string;
}

@ObjectType({ description: 'One event of a request, as recorded (时间线事件).' })
export class TimelineEntry {
  @Field(() => PositionScalar, { description: 'Place in the whole log (日志位置).' }) position!: bigint;
  @Field(() => Int, { description: 'Place in the request’s stream, from 0 (流内序号).' }) revision!: number;
  @Field(() => String, { description: 'The event’s stored name (事件类型).' }) type!: string;
  @Field(() => InstantScalar, { description: 'When it happened at the counter (发生时刻).' }) occurredAt!: string;
  @Field(() => InstantScalar, { nullable: true, description: 'What the sender’s clock said, where it was set to the predecessor’s instant (申报时刻).' })
  claimedOccurredAt!: string | null;
  @Field(() => InstantScalar, { description: 'When the log took it (记录时刻).' }) recordedAt!: string;
  @Field(() => ID, { description: 'The acting department (经办部门).' }) departmentId!: string;
  @Field(() => ID, { nullable: true, description: 'The acting officer (经办人).' }) officerId!: string | null;
  @Field(() => ID, { nullable: true, description: 'The terminal (终端).' }) terminalId!: string | null;
  @Field(() => String, { description: 'The key it was recorded under (主体).' }) principal!: string;
  @Field(() => [TimelineDetail], { description: 'Everything else that is not ciphertext (细节).' }) details!: TimelineDetail[];
}

@ObjectType({ description: 'A line of an explanation (说明).' })
export class Explanation {
  @Field(() => String, { description: 'In English (英文).' }) en!: string;
  @Field(() => String, { description: 'In Chinese (中文).' }) zh!: string;
}

@ObjectType({ description: 'A limit of the request as it stands (时限).' })
export class RequestLimit {
  @Field(() => LimitKind, { description: 'Promised or statutory (时限种类).' }) limit!: string;
  @Field(() => InstantScalar, { nullable: true, description: 'The due instant; null while the clock stands still (到期时刻).' }) dueAt!: number | null;
  @Field(() => Boolean, { description: 'It lies beyond the last date whose holidays are announced (暂定).' }) provisional!: boolean;
  @Field(() => Duration, { description: 'The whole budget in working time (总时限).' }) budget!: Duration;
  @Field(() => LimitStanding, { nullable: true, description: 'How it stands at the question’s instant; null when it was closed then (时限状况).' })
  standing!: LimitStanding | null;
  @Field(() => [Explanation], { description: 'How the due instant came out: days skipped and why, what moved it (到期说明).' }) explanation!: Explanation[];
}

@ObjectType({ description: 'One department’s unbroken stay with the request (持有).' })
export class Holding {
  @Field(() => ID, { description: 'The holder (部门).' }) departmentId!: string;
  @Field(() => InstantScalar, { description: 'From (起).' }) from!: number;
  @Field(() => InstantScalar, { nullable: true, description: 'Until; null while it lasts (止).' }) until!: number | null;
  @Field(() => String, { nullable: true, description: 'What ended it: TRANSFER, REFUSAL, RECALL or CLOSURE (结束原因).' }) endedBy!: string | null;
  @Field(() => Duration, { nullable: true, description: 'Working time without suspensions; null while it lasts (持有时长).' }) holdingTime!: Duration | null;
}

@ObjectType({ description: 'One request with its history (办件).' })
export class ServiceRequest {
  @Field(() => ID, { description: 'hallId.requestId (办件编号).' }) id!: string;
  @Field(() => ID, { description: 'The hall (大厅).' }) hallId!: string;
  @Field(() => ID, { description: 'The request’s id within its hall (办件号).' }) requestId!: string;
  @Field(() => Boolean, { description: 'It was recorded by mistake and left every figure (作废).' }) voided!: boolean;
  @Field(() => Boolean, { description: 'It is completed and not reopened (已办结).' }) completed!: boolean;
  @Field(() => ID, { description: 'The service item (事项).' }) serviceItemCode!: string;
  @Field(() => Int, { description: 'Version of the service item pinned at receipt (事项版本).' }) serviceItemVersion!: number;
  @Field(() => String, { description: 'Channel of receipt (渠道).' }) channel!: string;
  @Field(() => Urgency, { description: 'Urgency (紧急程度).' }) urgency!: string;
  @Field(() => [ID], { description: 'Planned order of departments, pinned at receipt (流程).' }) route!: string[];
  @Field(() => [RequestLimit], { description: 'Its limits, promised and statutory (时限).' }) limits!: RequestLimit[];
  @Field(() => [Holding], { description: 'Who held it, when, how long (持有记录).' }) holdings!: Holding[];
  @Field(() => Ledger, { description: 'Where its time went up to the last recorded change (时间台账).' }) ledger!: Ledger;
  @Field(() => [TimelineEntry], { description: 'Its events in the order they were recorded (时间线).' }) timeline!: TimelineEntry[];
  @Field(() => PositionScalar, {
    nullable: true, description: 'Position of the first event that could not be taken: everything here is as of before; null when all could (搁置位置).',
  })
  parkedAt!: bigint | null;
}
