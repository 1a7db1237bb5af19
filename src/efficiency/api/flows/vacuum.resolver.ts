import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Roles } from '../../../platform/auth/roles.decorator.js';
import { INGREDIENT_WEIGHT, VACUUM_INGREDIENT_NAMES, VACUUM_INGREDIENTS, vacuumItems, vacuumRequests, type VacuumItem as Counted } from '../../read-model/figures/flows/vacuum.js';
import { ReadModelService } from '../../read-model/read-model.service.js';
import { scopeOf } from '../../read-model/scope-of.js';
import { checkArgs } from '../check-args.js';
import { questionOf } from '../figure-question.args.js';
import { ServiceRequestConnection } from '../service-requests.type.js';
import { listed, listPageOf, openedConnection, receiptPageOf } from './list-page.js';
import { ResponsibilityVacuumArgs, ResponsibilityVacuumRequestsArgs, VacuumItemConnection, type VacuumItem, type VacuumPart } from './vacuum.type.js';

@Resolver(() => VacuumItemConnection)
export class ResponsibilityVacuumResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly clock: Clock,
  ) {}

  @Query(() => VacuumItemConnection, { description: 'Service items that nobody keeps, the worst first, over the requests received in the period (责任真空).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async responsibilityVacuum(@Args() args: ResponsibilityVacuumArgs, @CurrentActor() actor: Actor): Promise<VacuumItemConnection> {
    checkArgs(ResponsibilityVacuumArgs, args);
    const scope = await scopeOf(this.readModel, questionOf(args, actor), this.clock.nowMs());
    const { totalCount, items } = await vacuumItems(this.readModel, scope, args.minRequests, listPageOf(args));
    return { position: scope.position < 0n ? null : scope.position, totalCount, ...listed(items, args, (item) => this.viewOf(item)) };
  }

  @Query(() => ServiceRequestConnection, { description: 'Opens an ingredient of an item’s score into the requests behind it (责任真空下钻).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async responsibilityVacuumRequests(@Args() args: ResponsibilityVacuumRequestsArgs, @CurrentActor() actor: Actor): Promise<ServiceRequestConnection> {
    checkArgs(ResponsibilityVacuumRequestsArgs, args);
    const scope = await scopeOf(this.readModel, questionOf(args, actor), this.clock.nowMs());
    return openedConnection(await vacuumRequests(this.readModel, scope, args.serviceItemCode, args.ingredient, receiptPageOf(args)), args.first);
  }

  private viewOf({ serviceItem, score, scoreBeforeRulings, sums }: Counted): VacuumItem {
    return {
      serviceItemCode: serviceItem, serviceItemName: this.readModel.names.serviceItems.get(serviceItem) ?? null, score, scoreBeforeRulings,
      requests: sums.requests, parts: partsOf(sums), transfers: sums.transfers, buckPassesBeforeRulings: sums.passed_on_before_rulings,
      revisits: sums.revisits, holdersPerRequest: sums.holders / sums.requests,
    };
  }
}

const partsOf = (sums: Counted['sums']): VacuumPart[] => VACUUM_INGREDIENT_NAMES.map((ingredient) => {
  const { count, of } = VACUUM_INGREDIENTS[ingredient];
  const share = sums[of] === 0 ? 0 : sums[count] / sums[of];
  return { ingredient, count: sums[count], of: sums[of], share, weight: INGREDIENT_WEIGHT, contribution: INGREDIENT_WEIGHT * share };
});
