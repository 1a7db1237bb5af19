import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Roles } from '../../../platform/auth/roles.decorator.js';
import { compareGroups, groupValues, isTime, type GroupValues } from '../../read-model/figures/dimensions.js';
import { hotSpots, type HotSpot as Counted } from '../../read-model/figures/hot-spots/hot-spots.js';
import { QuestionRefused } from '../../read-model/figures/question-refused.js';
import { ReadModelService } from '../../read-model/read-model.service.js';
import { scopeOf } from '../../read-model/scope-of.js';
import { checkArgs } from '../check-args.js';
import { Duration } from '../duration.type.js';
import { groupedQuestionOf, namedGroup } from '../grouped-question.js';
import { HotSpotConnection, HotSpotsArgs, type HotSpot, type SpotOrder } from './hot-spots.type.js';

interface Found {
  readonly values: GroupValues;
  readonly spot: Counted;
}

@Resolver(() => HotSpotConnection)
export class HotSpotsResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly clock: Clock,
  ) {}

  @Query(() => HotSpotConnection, { description: 'At which department, officer and step open requests stand, and since when (办件停留热点).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async hotSpots(@Args() args: HotSpotsArgs, @CurrentActor() actor: Actor): Promise<HotSpotConnection> {
    checkArgs(HotSpotsArgs, args);
    const { by, details, threshold, orderBy, first } = args;
    if (by.some(isTime)) throw noTime();
    const scope = await scopeOf(this.readModel, groupedQuestionOf(args, actor), this.clock.nowMs());
    const counted = await hotSpots(this.readModel, scope, details, threshold);
    const found = [...counted].flatMap(([key, spots]) => (key === null && by.length > 0 ? [] : spots.map((spot) => ({ values: groupValues(key ?? ''), spot }))));
    const sorted = found.sort(inOrder(orderBy));
    const from = args.after == null ? 0 : Number(args.after) + 1;
    const viewOf = ({ values, spot }: Found): HotSpot => ({
      group: namedGroup(by, values, this.readModel.names), state: spot.state, routeStep: spot.routeStep, progressStep: spot.progressStep, requests: spot.requests,
      oldestSince: spot.oldestSinceMs, totalWaiting: new Duration(spot.totalWaitedMs), medianWaiting: new Duration(spot.medianWaitedMs),
      maxWaiting: new Duration(spot.maxWaitedMs), overThreshold: spot.overThreshold,
    });
    const edges = sorted.slice(from, from + first).map((one, index) => ({ cursor: String(from + index), node: viewOf(one) }));
    return {
      position: scope.position < 0n ? null : scope.position, at: scope.nowMs, totalCount: sorted.length, edges,
      requests: (counted.get(null) ?? []).reduce((sum, { requests }) => sum + requests, 0),
      pageInfo: { hasNextPage: from + first < sorted.length, endCursor: edges.at(-1)?.cursor ?? null },
    };
  }
}

const ORDERED_BY: Readonly<Record<SpotOrder, (spot: Counted) => number>> = {
  TOTAL: ({ totalWaitedMs }) => Number(totalWaitedMs), MEDIAN: ({ medianWaitedMs }) => medianWaitedMs, MAX: ({ maxWaitedMs }) => Number(maxWaitedMs),
  REQUESTS: ({ requests }) => requests, OVER_THRESHOLD: ({ overThreshold }) => overThreshold, OLDEST: ({ oldestSinceMs }) => -oldestSinceMs,
};
/** Most first; equal ones by the most waiting, then by group and place. */
const inOrder = (order: SpotOrder) => (a: Found, b: Found): number =>
  ORDERED_BY[order](b.spot) - ORDERED_BY[order](a.spot) || ORDERED_BY.TOTAL(b.spot) - ORDERED_BY.TOTAL(a.spot)
  || compareGroups(placeOf(a), placeOf(b));
const placeOf = ({ values, spot }: Found): GroupValues => [...values, spot.state, spot.routeStep === null ? null : String(spot.routeStep), spot.progressStep];

const noTime = (): QuestionRefused => new QuestionRefused(
  'NO_TIME_DIMENSION', 'Hot spots stand at one instant: leave out DAY, WEEK, MONTH, QUARTER and YEAR, and set "at" for another instant.',
  '热点针对某一时刻：请去掉时间维度，如需其他时刻请设置 at。');
