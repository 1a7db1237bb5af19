import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Roles } from '../../../platform/auth/roles.decorator.js';
import { cycleRequests, cyclesList, type Cycle } from '../../read-model/figures/flows/cycles.js';
import { ReadModelService } from '../../read-model/read-model.service.js';
import { scopeOf } from '../../read-model/scope-of.js';
import { checkArgs } from '../check-args.js';
import { questionOf } from '../figure-question.args.js';
import { ServiceRequestConnection } from '../service-requests.type.js';
import { TransferCycleConnection, TransferCycleRequestsArgs, TransferCyclesArgs, type TransferCycle } from './cycles.type.js';
import { listed, listPageOf, openedConnection, receiptPageOf } from './list-page.js';

@Resolver(() => TransferCycleConnection)
export class TransferCyclesResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly clock: Clock,
  ) {}

  @Query(() => TransferCycleConnection, { description: 'Round which departments requests are sent until they are back (环流).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async transferCycles(@Args() args: TransferCyclesArgs, @CurrentActor() actor: Actor): Promise<TransferCycleConnection> {
    checkArgs(TransferCyclesArgs, args);
    const { minLength, maxLength, through, orderBy, direction } = args;
    const scope = await scopeOf(this.readModel, questionOf(args, actor), this.clock.nowMs());
    const choice = { minLength, maxLength, ...(through != null && { through }) };
    const { cycles, ...totals } = await cyclesList(this.readModel, scope, choice, { by: orderBy, direction }, listPageOf(args));
    return { position: scope.position < 0n ? null : scope.position, ...totals, ...listed(cycles, args, (cycle) => this.viewOf(cycle)) };
  }

  @Query(() => ServiceRequestConnection, { description: 'Opens a cycle into the requests that went round it (环流下钻).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async transferCycleRequests(@Args() args: TransferCycleRequestsArgs, @CurrentActor() actor: Actor): Promise<ServiceRequestConnection> {
    checkArgs(TransferCycleRequestsArgs, args);
    const scope = await scopeOf(this.readModel, questionOf(args, actor), this.clock.nowMs());
    return openedConnection(await cycleRequests(this.readModel, scope, args.departmentIds, receiptPageOf(args)), args.first);
  }

  private viewOf({ departments, times, requests }: Cycle): TransferCycle {
    const names = departments.map((id) => this.readModel.names.departments.get(id) ?? null);
    return { departmentIds: [...departments], departmentNames: names, length: departments.length, times, requests };
  }
}
