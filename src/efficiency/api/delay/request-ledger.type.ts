import { ArgsType, Field, ID, ObjectType } from '@nestjs/graphql';
import { IsOptional, MaxLength } from 'class-validator';
import { InstantScalar, PositionScalar } from '../../../platform/graphql/scalars.js';
import type { Accountable as AccountableName } from '../../read-model/figures/delay/delays.js';
import type { LedgerClass as LedgerClassName } from '../../read-model/figures/ledger-figure.js';
import { Duration } from '../duration.type.js';
import { AsKnownAtInput, PeriodInput } from '../figure-question.args.js';
import { Ledger } from '../ledger.type.js';
import { Accountable, LedgerClass } from './delay-ledger.type.js';

@ArgsType()
export class RequestLedgerArgs {
  @Field(() => ID, { description: 'hallId.requestId, or the request’s id alone in the default hall (办件编号).' }) @MaxLength(256) id!: string;
  @Field(() => PeriodInput, { nullable: true, description: 'Only the instants in it; default: all (时段).' }) @IsOptional() period?: PeriodInput | null;
  @Field(() => InstantScalar, { nullable: true, description: 'Until when an open request is counted; default: now, or the instant of asKnownAt (判定时刻).' })
  at?: string | null;
  @Field(() => AsKnownAtInput, { nullable: true, description: 'The ledger as it was known then; default: everything recorded (截至当时所知).' })
  @IsOptional() asKnownAt?: AsKnownAtInput | null;
}

@ObjectType({ description: 'An interval in which class, department and officer stay the same (台账区间).' })
export class LedgerInterval {
  @Field(() => InstantScalar, { description: 'From (起).' }) from!: number;
  @Field(() => InstantScalar, { description: 'Until (止).' }) until!: number;
  @Field(() => LedgerClass, { description: 'The class of its working time; of CLOSED, of all of it (台账类别).' }) ledgerClass!: LedgerClassName;
  @Field(() => ID, { description: 'The department it is filed under: the holder, or the one that had closed it (部门).' }) departmentId!: string;
  @Field(() => ID, { nullable: true, description: 'The officer, where known (经办人).' }) officerId!: string | null;
  @Field(() => Accountable, { description: 'Who answers for its working time (责任方).' }) accountable!: AccountableName;
  @Field(() => ID, { nullable: true, description: 'The department that answers; null for the applicant and for nobody (责任部门).' }) accountableDepartmentId!: string | null;
  @Field(() => Duration, { description: 'From the beginning to the end (历时).' }) wallClock!: Duration;
  @Field(() => Duration, { description: 'Of it, within working time; nothing of CLOSED (工作时间).' }) workingTime!: Duration;
  @Field(() => Duration, { description: 'Of it, outside working time: OFF_HOURS; nothing of CLOSED (非工作时间).' }) offHours!: Duration;
}

@ObjectType({ description: 'One request’s time without gap or overlap, from the receipt to the last closure, or to now (办件时间台账).' })
export class RequestLedger {
  @Field(() => ID, { description: 'hallId.requestId (办件编号).' }) id!: string;
  @Field(() => PositionScalar, { nullable: true, description: 'The log up to here is in it (日志位置).' }) position!: bigint | null;
  @Field(() => InstantScalar, { description: 'The instant until which it is counted while open (判定时刻).' }) at!: number;
  @Field(() => [LedgerInterval], { description: 'The intervals in the order of time (区间).' }) intervals!: LedgerInterval[];
  @Field(() => Ledger, { description: 'The intervals added up by class; the total is the wall clock (合计).' }) ledger!: Ledger;
}
