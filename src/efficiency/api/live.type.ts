import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { InstantScalar, PositionScalar } from '../../platform/graphql/scalars.js';

@ObjectType({ description: 'A supervisor reminded the holder of a request; the text is kept as ciphertext and is not told (催办).' })
export class Reminder {
  @Field(() => PositionScalar, { description: 'Its place in the log (日志位置).' }) position!: bigint;
  @Field(() => ID, { description: 'The request: hallId.requestId (办件编号).' }) id!: string;
  @Field(() => ID, { description: 'The hall (大厅).' }) hallId!: string;
  @Field(() => ID, { description: 'The request’s id within its hall (办件号).' }) requestId!: string;
  @Field(() => ID, { description: 'The service item (事项).' }) serviceItemCode!: string;
  @Field(() => ID, { description: 'Who held the request then, and is reminded (被催办部门).' }) departmentId!: string;
  @Field(() => String, { nullable: true, description: 'Its name in the reference data (部门名称).' }) departmentName!: string | null;
  @Field(() => ID, { nullable: true, description: 'Its officer, where known (经办人).' }) officerId!: string | null;
  @Field(() => ID, { description: 'The supervisor’s department (督办部门).' }) issuedBy!: string;
  @Field(() => InstantScalar, { description: 'When it was issued (催办时刻).' }) issuedAt!: number;
}

@ObjectType({ description: 'An event of a request that is in the figures now (办件变化).' })
export class RequestChange {
  @Field(() => PositionScalar, { description: 'Its place in the log (日志位置).' }) position!: bigint;
  @Field(() => ID, { description: 'The request: hallId.requestId (办件编号).' }) id!: string;
  @Field(() => String, { description: 'The event’s stored name (事件类型).' }) type!: string;
  @Field(() => Int, { description: 'Place in its stream, from 0 (流内序号).' }) revision!: number;
  @Field(() => InstantScalar, { description: 'When it happened (发生时刻).' }) occurredAt!: string;
  @Field(() => ID, { description: 'The acting department (经办部门).' }) departmentId!: string;
}

@ObjectType({ description: 'How far the figures are (统计进度).' })
export class ProjectionAdvance {
  @Field(() => PositionScalar, { description: 'Everything up to here is in the figures (日志位置).' }) position!: bigint;
}
