import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Roles } from '../../../platform/auth/roles.decorator.js';
import { stuckRequests, type SpotChoice, type StuckRequest } from '../../read-model/figures/hot-spots/stuck-requests.js';
import { ReadModelService } from '../../read-model/read-model.service.js';
import { scopeOf } from '../../read-model/scope-of.js';
import { amountCursor, placeOf } from '../amount-cursor.js';
import { checkArgs } from '../check-args.js';
import { Duration } from '../duration.type.js';
import { questionOf } from '../figure-question.args.js';
import { summaryOf } from '../request-summary.js';
import { StuckRequestConnection, StuckRequestsArgs, type StuckRequestEdge } from './stuck-requests.type.js';

@Resolver(() => StuckRequestConnection)
export class StuckRequestsResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly clock: Clock,
  ) {}

  @Query(() => StuckRequestConnection, { description: 'Opens a hot spot into its requests (热点下钻).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async stuckRequests(@Args() args: StuckRequestsArgs, @CurrentActor() actor: Actor): Promise<StuckRequestConnection> {
    checkArgs(StuckRequestsArgs, args);
    const { first } = args;
    const scope = await scopeOf(this.readModel, questionOf(args, actor), this.clock.nowMs());
    const page = await stuckRequests(this.readModel, scope, choiceOf(args), first + 1, placeOf(args.after));
    const edges = page.rows.slice(0, first).map(edgeOf);
    return {
      totalCount: page.totalCount, totalWaiting: new Duration(page.totalMs), edges,
      pageInfo: { hasNextPage: page.rows.length > first, endCursor: edges.at(-1)?.cursor ?? null },
    };
  }
}

const choiceOf = ({ state, step, threshold }: StuckRequestsArgs): SpotChoice => ({
  ...(state == null ? {} : { state }),
  ...(step == null ? {} : { routeStep: step.routeStep ?? null, progressStep: step.progressStep ?? null }),
  ...(threshold == null ? {} : { overMs: threshold }),
});

const edgeOf = (row: StuckRequest): StuckRequestEdge => ({
  cursor: amountCursor(row), waiting: new Duration(row.ms), since: Number(row.spot_since_ms), state: row.state, departmentId: row.spot_department,
  officerId: row.spot_officer, routeStep: row.route_step, progressStep: row.progress_step, node: summaryOf(row),
});
