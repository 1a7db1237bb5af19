import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Roles } from '../../../platform/auth/roles.decorator.js';
import { flowMatrix, type Flow, type FlowCell as Counted } from '../../read-model/figures/flows/flow-matrix.js';
import { flowRequests } from '../../read-model/figures/flows/flow-requests.js';
import type { FlowEnds } from '../../read-model/figures/flows/flow-rows.js';
import { QuestionRefused } from '../../read-model/figures/question-refused.js';
import { ReadModelService } from '../../read-model/read-model.service.js';
import { scopeOf } from '../../read-model/scope-of.js';
import { checkArgs } from '../check-args.js';
import { questionOf } from '../figure-question.args.js';
import { ServiceRequestConnection } from '../service-requests.type.js';
import { FlowConnection, FlowRequestsArgs, FlowsArgs, type FlowCell, type FlowEndsArgs, type FlowFigures } from './flows.type.js';
import { listed, listPageOf, openedConnection, receiptPageOf } from './list-page.js';

@Resolver(() => FlowConnection)
export class FlowsResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly clock: Clock,
  ) {}

  @Query(() => FlowConnection, { description: 'Who passes to whom, how often and how (部门间流转矩阵).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async flows(@Args() args: FlowsArgs, @CurrentActor() actor: Actor): Promise<FlowConnection> {
    checkArgs(FlowsArgs, args);
    const scope = await scopeOf(this.readModel, questionOf(args, actor), this.clock.nowMs());
    const matrix = await flowMatrix(this.readModel, scope, endsOf(args), { by: args.orderBy, direction: args.direction }, listPageOf(args));
    return {
      position: scope.position < 0n ? null : scope.position, at: scope.nowMs, total: figuresOf(matrix.total), maxTransfers: matrix.maxTransfers,
      totalCount: matrix.totalCount, ...listed(matrix.cells, args, (cell) => this.cellOf(cell)),
    };
  }

  @Query(() => ServiceRequestConnection, { description: 'Opens a number of the matrix into the requests behind it (流转下钻).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async flowRequests(@Args() args: FlowRequestsArgs, @CurrentActor() actor: Actor): Promise<ServiceRequestConnection> {
    checkArgs(FlowRequestsArgs, args);
    if (args.eitherWay && (args.from == null || args.to == null)) throw bothEnds();
    const scope = await scopeOf(this.readModel, questionOf(args, actor), this.clock.nowMs());
    const ends = { ...endsOf(args), eitherWay: args.eitherWay };
    return openedConnection(await flowRequests(this.readModel, scope, args.kind, ends, receiptPageOf(args)), args.first);
  }

  private cellOf({ from, to, ...flow }: Counted): FlowCell {
    const { departments } = this.readModel.names;
    return {
      fromDepartmentId: from, fromDepartmentName: departments.get(from) ?? null, toDepartmentId: to, toDepartmentName: departments.get(to) ?? null,
      figures: figuresOf(flow),
    };
  }
}

const endsOf = ({ from, to }: FlowEndsArgs): FlowEnds => ({ ...(from != null && { from }), ...(to != null && { to }) });

const figuresOf = ({ counts, requests }: Flow): FlowFigures => ({
  transfers: counts.TRANSFERS, planned: counts.PLANNED, unplanned: counts.UNPLANNED, refusals: counts.REFUSALS, returns: counts.RETURNS,
  pingPongs: counts.PING_PONGS, hotPotatoes: counts.HOT_POTATOES, buckPasses: counts.BUCK_PASSES, buckPassesBeforeRulings: counts.BUCK_PASSES_BEFORE_RULINGS,
  ruledJustified: counts.RULED_JUSTIFIED, ruledBuckPassing: counts.RULED_BUCK_PASSING, requests,
});

const bothEnds = (): QuestionRefused => new QuestionRefused(
  'BOTH_ENDS_NEEDED', 'eitherWay is about two departments: give both from and to, or leave it out.', 'eitherWay 针对两个部门：请同时给出 from 和 to，或不用 eitherWay。');
