import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Roles } from '../../../platform/auth/roles.decorator.js';
import { delayLines } from '../../read-model/figures/delay/delays.js';
import { ReadModelService } from '../../read-model/read-model.service.js';
import { scopeOf } from '../../read-model/scope-of.js';
import { checkArgs } from '../check-args.js';
import { Duration } from '../duration.type.js';
import { groupedQuestionOf } from '../grouped-question.js';
import { DelayLines } from './delay-lines.js';
import { DelayLedgerArgs, DelayLedgerReport } from './delay-ledger.type.js';

@Resolver(() => DelayLedgerReport)
export class DelayLedgerResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly clock: Clock,
  ) {}

  @Query(() => DelayLedgerReport, { description: 'Where the time goes, and who answers for it (时间去向与责任).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async delayLedger(@Args() args: DelayLedgerArgs, @CurrentActor() actor: Actor): Promise<DelayLedgerReport> {
    checkArgs(DelayLedgerArgs, args);
    const { by, classes, orderBy, first } = args;
    const scope = await scopeOf(this.readModel, groupedQuestionOf(args, actor), this.clock.nowMs());
    const lines = new DelayLines(await delayLines(this.readModel, scope), by, this.readModel.names);
    const sorted = lines.lines(orderBy, ({ ledgerClass }) => classes == null || classes.includes(ledgerClass));
    const from = args.after == null ? 0 : Number(args.after) + 1;
    const edges = sorted.slice(from, from + first).map((line, index) => ({ cursor: String(from + index), node: lines.view(line) }));
    return {
      position: scope.position < 0n ? null : scope.position, at: scope.nowMs, total: new Duration(lines.totalMs), working: new Duration(lines.workingMs),
      byClass: lines.byClass(orderBy),
      lines: { totalCount: sorted.length, edges, pageInfo: { hasNextPage: from + first < sorted.length, endCursor: edges.at(-1)?.cursor ?? null } },
    };
  }
}
