import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Roles } from '../../../platform/auth/roles.decorator.js';
import { delayedRequests, type DelayedRequest } from '../../read-model/figures/delay/delayed-requests.js';
import { LEDGER_CLASSES } from '../../read-model/figures/delay/delays.js';
import type { LedgerClass } from '../../read-model/figures/ledger-figure.js';
import { ReadModelService } from '../../read-model/read-model.service.js';
import { scopeOf } from '../../read-model/scope-of.js';
import { amountCursor, placeOf } from '../amount-cursor.js';
import { checkArgs } from '../check-args.js';
import { Duration } from '../duration.type.js';
import { questionOf } from '../figure-question.args.js';
import { Ledger } from '../ledger.type.js';
import { summaryOf } from '../request-summary.js';
import { DelayedRequestConnection, DelayedRequestsArgs, type DelayedRequestEdge } from './delayed-requests.type.js';

@Resolver(() => DelayedRequestConnection)
export class DelayedRequestsResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly clock: Clock,
  ) {}

  @Query(() => DelayedRequestConnection, { description: 'Opens the delay ledger into requests, the one with the most of the time first (时间去向下钻).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async delayedRequests(@Args() args: DelayedRequestsArgs, @CurrentActor() actor: Actor): Promise<DelayedRequestConnection> {
    checkArgs(DelayedRequestsArgs, args);
    const { classes, first } = args;
    const scope = await scopeOf(this.readModel, questionOf(args, actor), this.clock.nowMs());
    const page = await delayedRequests(this.readModel, scope, classes ?? LEDGER_CLASSES, first + 1, placeOf(args.after));
    const edges = page.rows.slice(0, first).map((row) => edgeOf(row, page.totalMs));
    return {
      totalCount: page.totalCount, total: new Duration(page.totalMs), edges,
      pageInfo: { hasNextPage: page.rows.length > first, endCursor: edges.at(-1)?.cursor ?? null },
    };
  }
}

function edgeOf(row: DelayedRequest, totalMs: bigint): DelayedRequestEdge {
  const ledger: Record<LedgerClass, bigint> = { CLOSED: 0n, OFF_HOURS: 0n, STATUTORY: 0n, APPLICANT: 0n, HANDOVER: 0n, HOLDING: 0n };
  for (const [index, ledgerClass] of row.classes.entries()) ledger[ledgerClass] = row.amounts[index] ?? 0n;
  return {
    cursor: amountCursor(row), amount: new Duration(row.ms), share: Number(row.ms) / Number(totalMs), ledger: Ledger.of(ledger), node: summaryOf(row),
  };
}
