import { Args, ArgsType, Field, ObjectType, Query, registerEnumType, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { InstantScalar, PositionScalar } from '../../platform/graphql/scalars.js';
import { backlogFigure } from '../read-model/figures/backlog-figure.js';
import { QuestionRefused } from '../read-model/figures/question-refused.js';
import { ReadModelService } from '../read-model/read-model.service.js';
import { scopeOf } from '../read-model/scope-of.js';
import { Backlog } from './backlog.type.js';
import { FigureQuestionArgs, questionOf } from './figure-question.args.js';

export const BacklogRhythm = { DAY: 'DAY', WEEK: 'WEEK', MONTH: 'MONTH' } as const;
registerEnumType(BacklogRhythm, {
  name: 'BacklogRhythm',
  description: 'How far apart the points of a series are (时间间隔).',
  valuesMap: { DAY: { description: 'Days (日).' }, WEEK: { description: 'Weeks from Monday on (周).' }, MONTH: { description: 'Months (月).' } },
});
/** A year of days, and some. */
export const BACKLOG_POINTS_MAX = 400;

@ObjectType({ description: 'The backlog at the end of a day, week or month (时点积压).' })
export class BacklogPoint {
  @Field(() => String, { description: 'The day, week or month: 2026-03-02, 2026-W10, 2026-03 (时间段).' }) key!: string;
  @Field(() => InstantScalar, { description: 'The instant it is judged at: its end, or the question’s instant when that is earlier (判定时刻).' }) at!: number;
  @Field(() => Backlog, { description: 'What was open then (积压).' }) backlog!: Backlog;
}

@ObjectType({ description: 'The backlog over time, all points at the same position of the log (积压走势).' })
export class BacklogSeries {
  @Field(() => PositionScalar, { nullable: true, description: 'The log up to here is in every point; null for an empty log (日志位置).' }) position!: bigint | null;
  @Field(() => [BacklogPoint], { description: 'Oldest first (各时点).' }) points!: BacklogPoint[];
}

@ArgsType()
export class BacklogOverTimeArgs extends FigureQuestionArgs {
  @Field(() => BacklogRhythm, { defaultValue: 'DAY', description: 'How far apart the points are (时间间隔).' }) every!: keyof typeof BacklogRhythm;
  @Field(() => String, { nullable: true, description: 'IANA zone of the days; default: the one all calendars are in (时区).' }) zone?: string | null;
}

@Resolver(() => BacklogSeries)
export class BacklogOverTimeResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly clock: Clock,
  ) {}

  @Query(() => BacklogSeries, { description: 'Open requests by age and state at the end of every day, week or month of the period (积压走势).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async backlogOverTime(@Args() args: BacklogOverTimeArgs, @CurrentActor() actor: Actor): Promise<BacklogSeries> {
    const question = { ...questionOf(args, actor), by: [args.every], zone: args.zone ?? null };
    const scope = await scopeOf(this.readModel, question, this.clock.nowMs());
    const buckets = scope.grouping?.buckets ?? [];
    const begun = buckets.filter(({ fromMs }) => fromMs <= scope.nowMs);
    if (begun.length > BACKLOG_POINTS_MAX) throw tooMany(begun.length);
    const counted = begun.length === 0 ? new Map<string | null, never>() : await backlogFigure(this.readModel, scope);
    return {
      position: scope.position < 0n ? null : scope.position,
      points: begun.map(({ key, toMs }) => ({ key, at: Math.min(toMs, scope.nowMs), backlog: Backlog.of(counted.get(key)) })),
    };
  }
}

const tooMany = (points: number): QuestionRefused => new QuestionRefused('TOO_MANY_POINTS',
  `These are ${points} points, up to ${BACKLOG_POINTS_MAX} are given: ask for a shorter period, or for WEEK or MONTH.`,
  `共 ${points} 个时点，上限 ${BACKLOG_POINTS_MAX} 个：请缩短时段，或按周（WEEK）、月（MONTH）查询。`);
