import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { warningsList } from '../read-model/figures/warnings-list.js';
import { ReadModelService } from '../read-model/read-model.service.js';
import { scopeOf } from '../read-model/scope-of.js';
import { questionOf } from './figure-question.args.js';
import { pageOf, positionAfter } from './page.js';
import { warningOfRow } from './warning.view.js';
import { WarningConnection, WarningsArgs } from './warnings.type.js';

@Resolver(() => WarningConnection)
export class WarningsResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly clock: Clock,
  ) {}

  @Query(() => WarningConnection, { description: 'Warnings raised in a period, by the instant they were raised (预警记录).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async warnings(@Args() args: WarningsArgs, @CurrentActor() actor: Actor): Promise<WarningConnection> {
    const [first, after] = [pageOf(args.first), positionAfter(args.after)];
    const scope = await scopeOf(this.readModel, questionOf(args, actor), this.clock.nowMs());
    const of = { limit: args.limit ?? null, state: args.state ?? null };
    const { rows, totalCount } = await warningsList(this.readModel, scope, of, first + 1, after);
    const { departments } = this.readModel.names;
    const edges = rows.slice(0, first).map((row) => ({ cursor: row.position.toString(), node: warningOfRow(row, departments) }));
    return { totalCount, edges, pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null } };
  }
}
