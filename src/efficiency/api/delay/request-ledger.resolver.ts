import { Args, Query, Resolver } from '@nestjs/graphql';
import { type Actor, isEverywhere } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Roles } from '../../../platform/auth/roles.decorator.js';
import { AppConfig } from '../../../platform/config.js';
import { parseSubject } from '../../../service-request/domain/request-ids.js';
import { ACCOUNTABLE } from '../../read-model/figures/delay/delays.js';
import { requestIntervals, type RequestInterval } from '../../read-model/figures/delay/request-intervals.js';
import type { LedgerClass } from '../../read-model/figures/ledger-figure.js';
import { ReadModelService } from '../../read-model/read-model.service.js';
import { canSee } from '../../read-model/request-visibility.js';
import { scopeOf } from '../../read-model/scope-of.js';
import { checkArgs } from '../check-args.js';
import { Duration } from '../duration.type.js';
import { questionOf } from '../figure-question.args.js';
import { Ledger } from '../ledger.type.js';
import { RequestLedger, RequestLedgerArgs, type LedgerInterval } from './request-ledger.type.js';

@Resolver(() => RequestLedger)
export class RequestLedgerResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  @Query(() => RequestLedger, { nullable: true, description: 'Where the time of one request went; null for one that no figure knows (单件时间去向).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async requestLedger(@Args() args: RequestLedgerArgs, @CurrentActor() actor: Actor): Promise<RequestLedger | null> {
    checkArgs(RequestLedgerArgs, args);
    const ids = parseSubject(args.id.includes('.') ? args.id : `${this.config.defaultHallId}.${args.id}`);
    if (ids === null) return null;
    if (!isEverywhere(actor.scope) && !(await canSee(this.readModel, actor.scope, ids.hallId, ids.requestId))) return null;
    const scope = await scopeOf(this.readModel, questionOf(args, actor), this.clock.nowMs());
    const intervals = await requestIntervals(this.readModel, scope, ids.hallId, ids.requestId);
    if (intervals === null) return null;
    return {
      id: `${ids.hallId}.${ids.requestId}`, position: scope.position < 0n ? null : scope.position, at: scope.nowMs,
      intervals: intervals.map(intervalOf), ledger: Ledger.of(sumOf(intervals)),
    };
  }
}

function intervalOf({ from_ms, until_ms, ledger_class, department, officer, wall_ms, working_ms }: RequestInterval): LedgerInterval {
  const accountable = ACCOUNTABLE[ledger_class];
  return {
    from: Number(from_ms), until: Number(until_ms), ledgerClass: ledger_class, departmentId: department, officerId: officer, accountable,
    accountableDepartmentId: accountable === 'APPLICANT' || accountable === 'NOBODY' ? null : department,
    wallClock: new Duration(wall_ms), workingTime: new Duration(working_ms), offHours: new Duration(ledger_class === 'CLOSED' ? 0n : wall_ms - working_ms),
  };
}

function sumOf(intervals: readonly RequestInterval[]): Readonly<Record<LedgerClass, bigint>> {
  const ledger: Record<LedgerClass, bigint> = { CLOSED: 0n, OFF_HOURS: 0n, STATUTORY: 0n, APPLICANT: 0n, HANDOVER: 0n, HOLDING: 0n };
  for (const { ledger_class, wall_ms, working_ms } of intervals) {
    ledger[ledger_class] += ledger_class === 'CLOSED' ? wall_ms : working_ms;
    ledger.OFF_HOURS += ledger_class === 'CLOSED' ? 0n : wall_ms - working_ms;
  }
  return ledger;
}
