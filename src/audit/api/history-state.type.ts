import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Duration } from '../../efficiency/api/duration.type.js';
import type { DueStep } from '../../working-time/limit.js';
import { LimitKind, SuspensionCause } from '../../platform/graphql/enums.js';
import { InstantScalar } from '../../platform/graphql/scalars.js';
import type { CalendarVersions } from '../../efficiency/projections/calendars.js';
import type { Standing } from '../history/walk.js';
import { HistoryStatus } from './history-enums.js';

@ObjectType({ description: 'A transfer that nobody had answered yet (待接收流转).' })
export class HistoryPendingTransfer {
  @Field(() => ID, { description: 'The sender (转出部门).' }) fromDepartmentId!: string;
  @Field(() => ID, { description: 'The receiver (接收部门).' }) toDepartmentId!: string;
  @Field(() => Int, { description: 'Revision of the transfer (流内序号).' }) revision!: number;
}

@ObjectType({ description: 'A limit as it stood, with everything the log knew by then (当时的时限).' })
export class HistoryLimit {
  @Field(() => LimitKind, { description: 'Promised or statutory (时限种类).' }) limit!: string;
  @Field(() => InstantScalar, { nullable: true, description: 'The due instant; null while the clock stood still (到期时刻).' }) dueAt!: number | null;
  @Field(() => InstantScalar, { nullable: true, description: 'Since when the clock stood still; null while it ran (停表时刻).' }) stoppedAt!: number | null;
  @Field(() => Boolean, { description: 'It lay beyond the last date whose holidays were announced (暂定).' }) provisional!: boolean;
  @Field(() => Duration, { description: 'The whole budget in working time (总时限).' }) budget!: Duration;
  @Field(() => ID, { description: 'The calendar it was measured with (工作日历).' }) calendarId!: string;
  @Field(() => Int, { description: 'Its version as known then (日历版本).' }) calendarVersion!: number;
  readonly steps!: readonly DueStep[];
  readonly zone!: string;
}

@ObjectType({ description: 'How a request stood just before or after an event (事件前后状态).' })
export class HistoryState {
  @Field(() => HistoryStatus, { description: 'Open, suspended, completed … (状态).' }) status!: string;
  @Field(() => ID, { nullable: true, description: 'Who held it (持有部门).' }) holderDepartmentId!: string | null;
  @Field(() => ID, { nullable: true, description: 'Whose time ran, where known (经办人).' }) officerId!: string | null;
  @Field(() => HistoryPendingTransfer, { nullable: true, description: 'A transfer nobody had answered (待接收流转).' }) pendingTransfer!: HistoryPendingTransfer | null;
  @Field(() => SuspensionCause, { nullable: true, description: 'Why the clock stood still (暂停原因).' }) suspensionCause!: string | null;
  @Field(() => InstantScalar, { nullable: true, description: 'Since when it was suspended (暂停时刻).' }) suspendedSince!: number | null;
  @Field(() => InstantScalar, { nullable: true, description: 'When it was formally accepted (受理时刻).' }) acceptedAt!: number | null;
  @Field(() => Int, { description: 'Closures so far, reopened ones included (办结次数).' }) closures!: number;
  @Field(() => InstantScalar, { nullable: true, description: 'The last closure’s instant (最近办结时刻).' }) lastClosedAt!: number | null;
  readonly standing!: Standing;
  readonly calendars!: CalendarVersions;
}
