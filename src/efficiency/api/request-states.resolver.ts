import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { QuestionRefused } from '../read-model/figures/question-refused.js';
import { requestStates, type RequestState as Standing, type StatePlace } from '../read-model/figures/request-states.js';
import { ReadModelService } from '../read-model/read-model.service.js';
import { scopeOf } from '../read-model/scope-of.js';
import { questionOf } from './figure-question.args.js';
import { pageOf } from './page.js';
import { LimitStanding, RequestLimitState, RequestStateConnection, type RequestStateEdge, RequestStatesArgs } from './request-states.type.js';

const ANY = Object.values(RequestLimitState);

@Resolver(() => RequestStateConnection)
export class RequestStatesResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly clock: Clock,
  ) {}

  @Query(() => RequestStateConnection, { description: 'Open requests with a limit and how they stand against it: which are about to miss it (时限状态).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async requestStates(@Args() args: RequestStatesArgs, @CurrentActor() actor: Actor): Promise<RequestStateConnection> {
    const [first, after] = [pageOf(args.first), placeAfter(args.after)];
    const scope = await scopeOf(this.readModel, questionOf(args, actor), this.clock.nowMs());
    const of = { limit: args.limit, states: [...new Set(args.states ?? ANY)], first: first + 1, after };
    const { rows, totalCount } = await requestStates(this.readModel, this.readModel.calendars, scope, of);
    const edges = rows.slice(0, first).map(edgeOf);
    return {
      position: scope.position < 0n ? null : scope.position, at: scope.nowMs, totalCount, edges,
      pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null },
    };
  }
}

const edgeOf = (row: Standing): RequestStateEdge => ({
  cursor: `${row.sortMs}.${row.request}`,
  node: {
    id: `${row.hallId}.${row.requestId}`, hallId: row.hallId, requestId: row.requestId, serviceItemCode: row.serviceItemCode,
    departmentId: row.departmentId, officerId: row.officerId, standing: LimitStanding.of(row),
  },
});

function placeAfter(after: string | null | undefined): StatePlace | null {
  if (after == null) return null;
  const [, sortMs, request] = /^(-?\d{1,19})\.(\d{1,19})$/.exec(after) ?? [];
  if (sortMs !== undefined && request !== undefined) return { sortMs: BigInt(sortMs), request: BigInt(request) };
  throw new QuestionRefused('BAD_CURSOR', 'after takes the cursor of an edge of the same list.', 'after 须为同一列表中某条边的游标。');
}
