import { ArgsType, Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { InstantScalar, PositionScalar } from '../../../platform/graphql/scalars.js';
import type { TimeAxis as TimeAxisName } from '../../read-model/figures/survival/completion-sample.js';
import { Duration } from '../duration.type.js';
import { GroupedQuestionArgs, GroupValue } from '../grouped-question.js';
import { PageInfo } from '../service-requests.type.js';
import type { CompletionReport } from './completion-report.js';

export const TimeAxis = { LEAD: 'LEAD', PROCESSING: 'PROCESSING' } as const satisfies { readonly [A in TimeAxisName]: A };
registerEnumType(TimeAxis, {
  name: 'TimeAxis',
  description: 'What time to completion is measured in (时间口径).',
  valuesMap: {
    LEAD: { description: 'Wall clock since the receipt (自收件起的历时).' },
    PROCESSING: { description: 'Working time since the receipt, suspensions out (自收件起的办理时长).' },
  },
});

export const CURVES_MAX = 100;
export const POINTS_MAX = 500;

@ArgsType()
export class CompletionCurvesArgs extends GroupedQuestionArgs {
  @Field(() => TimeAxis, { defaultValue: 'LEAD', description: 'What time is measured in (时间口径).' }) time!: TimeAxisName;
  @Field(() => Int, { defaultValue: 20, description: `Curves on a page, 1 to ${CURVES_MAX} (每页数量).` }) @IsInt() @Min(1) @Max(CURVES_MAX) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last curve already seen (游标).' }) @IsOptional() @Matches(/^\d{1,9}$/)
  after?: string | null;
}

@ObjectType({ description: 'The curve from one instant at which something was completed to the next (曲线点).' })
export class CompletionPoint {
  @Field(() => Duration, { description: 'Time since the receipt (时长).' }) time!: Duration;
  @Field(() => Float, { description: 'Share completed by then (已办结比例).' }) done!: number;
  @Field(() => Float, { description: 'Share not completed by then: the curve itself (未办结比例).' }) open!: number;
  @Field(() => Int, { description: 'Requests known to have waited up to then: at risk just before (在观察件数).' }) atRisk!: number;
  @Field(() => Int, { description: 'First closures after exactly that time (该时刻办结).' }) closures!: number;
}

@ObjectType({ description: 'Share completed within a limit, open requests censored (时限内办结比例).' })
export class WithinLimit {
  @Field(() => Float, { nullable: true, description: '1 - S at the limit, S over the used share of each request’s own budget; null where nobody has such a limit (比例).' })
  share!: number | null;
  @Field(() => Int, { description: 'Requests with such a limit (有时限件数).' }) requests!: number;
  @Field(() => Int, { description: 'First closed within it (时限内办结).' }) onTime!: number;
  @Field(() => Int, { description: 'Open and not past it: not decided yet (未定).' }) undecided!: number;
}

@ObjectType({ description: 'Time from the receipt to the first closure, open requests censored: Kaplan-Meier (办结曲线).' })
export class CompletionCurve {
  @Field(() => [GroupValue], { description: 'The group, one value for each dimension asked for; empty for all together (分组).' }) group!: GroupValue[];
  @Field(() => Int, { description: 'Requests received in the period (收件).' }) received!: number;
  @Field(() => Int, { description: 'Of them, closed at least once (已办结).' }) closed!: number;
  @Field(() => Int, { description: 'Of them, never closed yet (未办结).' }) open!: number;
  @Field(() => Duration, { nullable: true, description: 'Longest time anybody was observed for: the curve is not known beyond (观察上限).' }) observedFor!: Duration | null;
  @Field(() => Duration, { nullable: true, description: 'Time by which one half is completed; null while it is not known (中位数).' }) median!: Duration | null;
  @Field(() => Duration, { nullable: true, description: 'Time by which 9 in 10 are completed (90分位).' }) p90!: Duration | null;
  @Field(() => Duration, { nullable: true, description: 'Time by which 19 in 20 are completed (95分位).' }) p95!: Duration | null;
  /** Resolved by fields of their own. */
  key!: string | null;
  report!: CompletionReport;
}

@ObjectType({ description: 'One curve in a page (连接边).' })
export class CompletionCurveEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => CompletionCurve, { description: 'The curve (曲线).' }) node!: CompletionCurve;
}

@ObjectType({ description: 'Time to completion of the requests received in the period (办结时间分析).' })
export class CompletionCurves {
  @Field(() => PositionScalar, { nullable: true, description: 'The log up to here is in it; null for an empty log (日志位置).' }) position!: bigint | null;
  @Field(() => InstantScalar, { description: 'The instant until which open requests were observed (判定时刻).' }) at!: number;
  @Field(() => CompletionCurve, { description: 'All together (合计).' }) total!: CompletionCurve;
  @Field(() => Int, { description: 'Groups that received anything (分组总数).' }) totalCount!: number;
  @Field(() => [CompletionCurveEdge], { description: 'This page, by the groups’ keys (本页).' }) edges!: CompletionCurveEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}

