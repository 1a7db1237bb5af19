import { ArgsType, Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { LimitKind } from '../../platform/graphql/enums.js';
import { InstantScalar, PositionScalar } from '../../platform/graphql/scalars.js';
import type { LimitStanding as Standing } from '../read-model/figures/request-states.js';
import { Duration } from './duration.type.js';
import { FigureQuestionArgs } from './figure-question.args.js';
import { PageInfo } from './service-requests.type.js';

export const RequestLimitState = { GREEN: 'GREEN', YELLOW: 'YELLOW', RED: 'RED', SUSPENDED: 'SUSPENDED' } as const;
registerEnumType(RequestLimitState, {
  name: 'RequestLimitState',
  description: 'State of an open request against a limit (时限状态).',
  valuesMap: {
    GREEN: { description: 'Within the limit (正常).' },
    YELLOW: { description: 'The warning share of the budget is used (预警).' },
    RED: { description: 'Past the due instant (超时).' },
    SUSPENDED: { description: 'The clock stands still (暂停).' },
  },
});

@ObjectType({ description: 'Where an open request stands against a limit at an instant, and when that turns if nothing else happens (时限状况).' })
export class LimitStanding {
  @Field(() => RequestLimitState, { description: 'Its state (状态).' }) state!: string;
  @Field(() => InstantScalar, { nullable: true, description: 'The due instant; null while the clock stands still (到期时刻).' }) dueAt!: number | null;
  @Field(() => Boolean, { description: 'It lies beyond the last date whose holidays are announced (暂定).' }) provisional!: boolean;
  @Field(() => Duration, { description: 'Working time used (已用时限).' }) used!: Duration;
  @Field(() => Duration, { description: 'Working time left; below zero when overdue; known while suspended as well (剩余时限).' }) remaining!: Duration;
  @Field(() => Duration, { description: 'The whole budget in working time (总时限).' }) budget!: Duration;
  @Field(() => Float, { description: 'used / budget; 1 for a budget of nothing (已用比例).' }) usedShare!: number;
  @Field(() => InstantScalar, { nullable: true, description: 'From when on it is yellow; null while the clock stands still (转黄时刻).' }) yellowAt!: number | null;
  @Field(() => InstantScalar, { nullable: true, description: 'From when on it is red; null while the clock stands still (转红时刻).' }) redAt!: number | null;

  static of(standing: Standing): LimitStanding {
    const { state, dueMs, provisional, usedMs, remainingMs, budgetMs, usedShare, yellowMs, redMs } = standing;
    return {
      state, dueAt: dueMs, provisional, used: new Duration(BigInt(usedMs)), remaining: new Duration(BigInt(remainingMs)), budget: new Duration(BigInt(budgetMs)),
      usedShare, yellowAt: yellowMs, redAt: redMs,
    };
  }
}

@ObjectType({ description: 'An open request and where it stands against a limit (办件时限状况).' })
export class RequestState {
  @Field(() => ID, { description: 'hallId.requestId (办件编号).' }) id!: string;
  @Field(() => ID, { description: 'The hall (大厅).' }) hallId!: string;
  @Field(() => ID, { description: 'The request’s id within its hall (办件号).' }) requestId!: string;
  @Field(() => ID, { description: 'The service item (事项).' }) serviceItemCode!: string;
  @Field(() => ID, { description: 'The holder at the question’s instant (持有部门).' }) departmentId!: string;
  @Field(() => ID, { nullable: true, description: 'Its officer then, where known (经办人).' }) officerId!: string | null;
  @Field(() => LimitStanding, { description: 'Where it stands (时限状况).' }) standing!: LimitStanding;
}

@ArgsType()
export class RequestStatesArgs extends FigureQuestionArgs {
  @Field(() => LimitKind, { defaultValue: 'PROMISED', description: 'Which limit (时限种类).' }) limit!: 'PROMISED' | 'STATUTORY';
  @Field(() => [RequestLimitState], { nullable: true, description: 'Only in these states; default: in whichever (状态).' }) states?: (keyof typeof RequestLimitState)[] | null;
  @Field(() => Int, { defaultValue: 50, description: 'Page size, 1 to 500 (每页数量).' }) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge already seen (游标).' }) after?: string | null;
}

@ObjectType({ description: 'One open request in a page (连接边).' })
export class RequestStateEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => RequestState, { description: 'The request (办件).' }) node!: RequestState;
}

@ObjectType({ description: 'Open requests by due instant, those whose clock stands still last (未办结办件时限).' })
export class RequestStateConnection {
  @Field(() => PositionScalar, { nullable: true, description: 'The log up to here is in the answer; null for an empty log (日志位置).' }) position!: bigint | null;
  @Field(() => InstantScalar, { description: 'The instant they are judged at (判定时刻).' }) at!: number;
  @Field(() => Int, { description: 'Requests over all pages (总数).' }) totalCount!: number;
  @Field(() => [RequestStateEdge], { description: 'This page (本页).' }) edges!: RequestStateEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}
