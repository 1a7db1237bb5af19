import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { requestsOfFigure, type RequestOfFigure } from '../read-model/figures/requests-of-figure.js';
import { ReadModelService } from '../read-model/read-model.service.js';
import { scopeOf } from '../read-model/scope-of.js';
import { checkArgs } from './check-args.js';
import { questionOf } from './figure-question.args.js';
import { ServiceRequestConnection, ServiceRequestsArgs, type ServiceRequestEdge } from './service-requests.type.js';

@Resolver(() => ServiceRequestConnection)
export class ServiceRequestsResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly clock: Clock,
  ) {}

  @Query(() => ServiceRequestConnection, { description: 'Opens any figure into the requests behind it (指标下钻).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async serviceRequests(@Args() args: ServiceRequestsArgs, @CurrentActor() actor: Actor): Promise<ServiceRequestConnection> {
    const { figure, first, after } = checkArgs(ServiceRequestsArgs, args);
    const scope = await scopeOf(this.readModel, questionOf(args, actor), this.clock.nowMs());
    const page = await requestsOfFigure(this.readModel, scope, figure, first + 1, after == null ? null : BigInt(after));
    const edges = page.rows.slice(0, first).map(edgeOf);
    return {
      totalCount: page.totalCount, occurrences: page.occurrences, edges,
      pageInfo: { hasNextPage: page.rows.length > first, endCursor: edges.at(-1)?.cursor ?? null },
    };
  }
}

const STATUS = { CLOSED: 'COMPLETED', APPLICANT: 'SUSPENDED', STATUTORY: 'SUSPENDED' } as const;

const edgeOf = (row: RequestOfFigure): ServiceRequestEdge => ({
  cursor: row.request.toString(),
  occurrences: Number(row.occurrences),
  node: {
    id: `${row.hall}.${row.request_id}`, hallId: row.hall, requestId: row.request_id,
    status: STATUS[row.ledger_class as keyof typeof STATUS] ?? 'OPEN',
    receivedAt: Number(row.received_at_ms), since: Number(row.since_ms), departmentId: row.department, officerId: row.officer,
    firstDepartmentId: row.first_department, serviceItemCode: row.service_item, channel: row.channel, urgency: row.urgency,
  },
});
