import { ArgsType, Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayUnique, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { InstantScalar, PositionScalar } from '../../../platform/graphql/scalars.js';
import type { Accountable as AccountableName } from '../../read-model/figures/delay/delays.js';
import type { LedgerClass as LedgerClassName } from '../../read-model/figures/ledger-figure.js';
import { Duration } from '../duration.type.js';
import { GroupedQuestionArgs, GroupValue } from '../grouped-question.js';
import { PageInfo } from '../service-requests.type.js';

export const LedgerClass = {
  CLOSED: 'CLOSED', OFF_HOURS: 'OFF_HOURS', STATUTORY: 'STATUTORY', APPLICANT: 'APPLICANT', HANDOVER: 'HANDOVER', HOLDING: 'HOLDING',
} as const satisfies { readonly [C in LedgerClassName]: C };
registerEnumType(LedgerClass, {
  name: 'LedgerClass',
  description: 'The class of an instant in the delay ledger, in the order of precedence (台账类别).',
  valuesMap: {
    CLOSED: { description: 'Between a closure and a reopening (已办结期间).' },
    OFF_HOURS: { description: 'Outside the calendar’s working time (非工作时间).' },
    STATUTORY: { description: 'Suspended for a statutory procedure (法定程序).' },
    APPLICANT: { description: 'Suspended for the applicant (申请人补正).' },
    HANDOVER: { description: 'Transferred and not yet accepted; only if it was accepted or refused later (交接).' },
    HOLDING: { description: 'The holder’s own time (办理).' },
  },
});
export const Accountable = {
  HOLDER: 'HOLDER', RECEIVER: 'RECEIVER', APPLICANT: 'APPLICANT', HOLDER_NOT_CHARGED: 'HOLDER_NOT_CHARGED', NOBODY: 'NOBODY',
} as const satisfies { readonly [A in AccountableName]: A };
registerEnumType(Accountable, {
  name: 'Accountable',
  description: 'Who has to answer for an instant (责任方).',
  valuesMap: {
    HOLDER: { description: 'The department that held it (持有部门).' },
    RECEIVER: { description: 'The receiver of the transfer, who holds it since (接收部门).' },
    APPLICANT: { description: 'The applicant (申请人).' },
    HOLDER_NOT_CHARGED: { description: 'The holder, but it is not charged with it (持有部门，不计责).' },
    NOBODY: { description: 'Nobody (无).' },
  },
});
export const DelayOrder = { AMOUNT: 'AMOUNT', PER_REQUEST: 'PER_REQUEST', REQUESTS: 'REQUESTS' } as const;
export type DelayOrder = keyof typeof DelayOrder;
registerEnumType(DelayOrder, {
  name: 'DelayOrder',
  description: 'What comes first in the delay ledger (排序).',
  valuesMap: {
    AMOUNT: { description: 'The most time (时长).' },
    PER_REQUEST: { description: 'The most time for each request that has any (件均时长).' },
    REQUESTS: { description: 'The most requests (件数).' },
  },
});

export const DELAY_LINES_MAX = 500;

@ArgsType()
export class DelayLedgerArgs extends GroupedQuestionArgs {
  @Field(() => [LedgerClass], { nullable: true, description: 'Only lines of these classes; shares stay those of all the time (台账类别).' })
  @IsOptional() @ArrayMaxSize(6) @ArrayUnique() classes?: LedgerClassName[] | null;
  @Field(() => DelayOrder, { defaultValue: 'AMOUNT', description: 'What comes first (排序).' }) orderBy!: DelayOrder;
  @Field(() => Int, { defaultValue: 50, description: `Lines on a page, 1 to ${DELAY_LINES_MAX} (每页数量).` })
  @IsInt() @Min(1) @Max(DELAY_LINES_MAX) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last line already seen (游标).' }) @IsOptional() @Matches(/^\d{1,9}$/)
  after?: string | null;
}

@ObjectType({ description: 'How much time of one class a group has, and who answers for it (台账行).' })
export class DelayLine {
  @Field(() => [GroupValue], { description: 'The group, one value for each dimension asked for; empty for all together (分组).' }) group!: GroupValue[];
  @Field(() => LedgerClass, { description: 'The class (台账类别).' }) ledgerClass!: LedgerClassName;
  @Field(() => Accountable, { description: 'Who answers for it (责任方).' }) accountable!: AccountableName;
  @Field(() => ID, { nullable: true, description: 'The department that answers for it, of a group that has one; null for the applicant and for nobody (责任部门).' })
  accountableDepartmentId!: string | null;
  @Field(() => Duration, { description: 'The time: working time, of CLOSED and OFF_HOURS wall clock (时长).' }) amount!: Duration;
  @Field(() => Int, { description: 'Requests that have any of it (件数).' }) requests!: number;
  @Field(() => Duration, { description: 'amount / requests (件均时长).' }) perRequest!: Duration;
  @Field(() => Float, { description: 'amount / the wall clock of all groups together (占总时长).' }) share!: number;
  @Field(() => Float, { nullable: true, description: 'amount / the working time of all groups together; null for CLOSED and OFF_HOURS (占工作时间).' })
  workingShare!: number | null;
}

@ObjectType({ description: 'One line in a page (连接边).' })
export class DelayLineEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => DelayLine, { description: 'The line (台账行).' }) node!: DelayLine;
}

@ObjectType({ description: 'Lines of the delay ledger (台账行列表).' })
export class DelayLineConnection {
  @Field(() => Int, { description: 'Lines over all pages (总行数).' }) totalCount!: number;
  @Field(() => [DelayLineEdge], { description: 'This page (本页).' }) edges!: DelayLineEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}

@ObjectType({ description: 'Where the time goes: all lines add up to the wall clock, to the millisecond (时间去向).' })
export class DelayLedgerReport {
  @Field(() => PositionScalar, { nullable: true, description: 'The log up to here is in it; null for an empty log (日志位置).' }) position!: bigint | null;
  @Field(() => InstantScalar, { description: 'The instant until which open requests are counted (判定时刻).' }) at!: number;
  @Field(() => Duration, { description: 'The wall clock of all requests within the period (总时长).' }) total!: Duration;
  @Field(() => Duration, { description: 'Of it, working time (工作时间).' }) working!: Duration;
  @Field(() => [DelayLine], { description: 'All groups together, by class, sorted likewise (各类合计).' }) byClass!: DelayLine[];
  @Field(() => DelayLineConnection, { description: 'Group by group and class by class (明细).' }) lines!: DelayLineConnection;
}
