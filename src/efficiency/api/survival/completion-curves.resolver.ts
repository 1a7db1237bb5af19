import { Args, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Roles } from '../../../platform/auth/roles.decorator.js';
import { LimitKind } from '../../../platform/graphql/enums.js';
import { compareGroups, groupKey, groupValues, type Dimension } from '../../read-model/figures/dimensions.js';
import { kaplanMeier } from '../../read-model/figures/survival/kaplan-meier.js';
import { HALF, quantileOf } from '../../read-model/figures/survival/quantile.js';
import { ReadModelService } from '../../read-model/read-model.service.js';
import { scopeOf } from '../../read-model/scope-of.js';
import { checkArgs } from '../check-args.js';
import { Duration, DurationDistribution } from '../duration.type.js';
import { groupedQuestionOf, namedGroup } from '../grouped-question.js';
import { CompletionReport } from './completion-report.js';
import { CompletionCurve, CompletionCurves, CompletionCurvesArgs, CompletionPoint, WithinLimit } from './completion-curves.type.js';
import { pointsOf } from './points-of.js';

const NOBODY = kaplanMeier([]);

@Resolver(() => CompletionCurves)
export class CompletionCurvesResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly clock: Clock,
  ) {}

  @Query(() => CompletionCurves, { description: 'Time from receipt to first closure of the requests received in the period, open ones censored (办结时间分析).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async completionCurves(@Args() args: CompletionCurvesArgs, @CurrentActor() actor: Actor): Promise<CompletionCurves> {
    checkArgs(CompletionCurvesArgs, args);
    const scope = await scopeOf(this.readModel, groupedQuestionOf(args, actor), this.clock.nowMs());
    const report = new CompletionReport(this.readModel, scope, args.time);
    const keys = [...(await report.curves()).keys()].filter((key) => key !== null).map(groupValues).sort(compareGroups).map(groupKey);
    const from = args.after == null ? 0 : Number(args.after) + 1;
    const page = keys.slice(from, from + args.first);
    const edges = await Promise.all(page.map(async (key, index) => ({ cursor: String(from + index), node: await this.curve(report, key, args.by) })));
    return {
      position: scope.position < 0n ? null : scope.position, at: scope.nowMs, total: await this.curve(report, null, args.by), totalCount: keys.length, edges,
      pageInfo: { hasNextPage: from + args.first < keys.length, endCursor: edges.at(-1)?.cursor ?? null },
    };
  }

  private async curve(report: CompletionReport, key: string | null, by: readonly Dimension[]): Promise<CompletionCurve> {
    const curve = (await report.curves()).get(key) ?? NOBODY;
    const quantile = (part: number, whole: number): Duration | null => durationOf(quantileOf(curve, { part, whole }));
    return {
      group: key === null ? [] : namedGroup(by, groupValues(key), this.readModel.names), received: curve.n, closed: curve.events, open: curve.n - curve.events,
      observedFor: durationOf(curve.observedUntil), median: quantile(HALF.part, HALF.whole), p90: quantile(9, 10), p95: quantile(19, 20), key, report,
    };
  }
}

const durationOf = (ms: number | null): Duration | null => (ms === null ? null : new Duration(ms));

@Resolver(() => CompletionCurve)
export class CompletionCurveResolver {
  @ResolveField(() => DurationDistribution, { description: 'The closed ones alone: it looks better than it is while others are open (仅已办结).' })
  async closedOnly(@Parent() { key, report }: CompletionCurve): Promise<DurationDistribution> {
    return DurationDistribution.of(await report.closedOnly(key));
  }

  @ResolveField(() => WithinLimit, { description: 'The share completed within a limit (时限内办结).' })
  async withinLimit(
    @Parent() { key, report }: CompletionCurve,
    @Args('limit', { type: () => LimitKind, defaultValue: 'PROMISED', description: 'Which limit (时限种类).' }) limit: keyof typeof LimitKind,
  ): Promise<WithinLimit> {
    const within = await report.within(key, limit);
    return within === undefined ? { share: null, requests: 0, onTime: 0, undecided: 0 }
      : { share: within.share, requests: within.n, onTime: within.onTime, undecided: within.undecided };
  }

  @ResolveField(() => [CompletionPoint], { description: 'Points of the curve, exact at each; of a longer curve evenly many, the first and the last always (曲线).' })
  async points(
    @Parent() { key, report }: CompletionCurve,
    @Args('max', { type: () => Int, defaultValue: 50, description: 'So many points at most, 2 to 500 (点数上限).' }) max: number,
  ): Promise<CompletionPoint[]> {
    return pointsOf((await report.curves()).get(key) ?? NOBODY, max);
  }
}
