import { Args, Query, Resolver } from '@nestjs/graphql';
import { EventStore } from '../../event-store/event-store.port.js';
import type { Actor } from '../../kernel/actor.js';
import { toMs } from '../../kernel/instant.js';
import { canSee } from '../../efficiency/read-model/request-visibility.js';
import { checkArgs } from '../../efficiency/api/check-args.js';
import { ReadModelService } from '../../efficiency/read-model/read-model.service.js';
import { CorrelationId, CurrentActor } from '../../platform/auth/current-actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { AppConfig } from '../../platform/config.js';
import { parseSubject } from '../../service-request/domain/request-ids.js';
import { HistoryReads } from '../application/history-reads.js';
import { isSealed } from '../application/opened-texts.js';
import { gather } from '../read-model/gather.js';
import type { HistoryEntry } from '../read-model/history-entry.js';
import { knownPosition } from '../read-model/known-position.js';
import { knownAtOf, saidOf } from './asked-times.js';
import { orRefuse } from './not-recorded.js';
import { RequestHistory, RequestHistoryArgs } from './request-history.type.js';

@Resolver()
export class RequestHistoryResolver {
  constructor(
    private readonly store: EventStore,
    private readonly readModel: ReadModelService,
    private readonly reads: HistoryReads,
    private readonly config: AppConfig,
  ) {}

  @Query(() => RequestHistory, {
    nullable: true,
    description: 'Everything recorded of one request and what each event did; every call is itself recorded first. Null when there is none, or none to be seen (办件审计历史).',
  })
  @Roles('supervisor')
  async requestHistory(@Args() args: RequestHistoryArgs, @CurrentActor() actor: Actor, @CorrelationId() correlationId: string): Promise<RequestHistory | null> {
    checkArgs(RequestHistoryArgs, args);
    const ids = parseSubject(args.id.includes('.') ? args.id : `${this.config.defaultHallId}.${args.id}`);
    if (ids === null || !(await canSee(this.readModel, actor.scope, ids.hallId, ids.requestId))) return null;
    const [asOf, asKnownAt] = [args.asOf ?? null, knownAtOf(args.asKnownAt)];
    const position = await knownPosition(this.readModel, asKnownAt);
    const { calendars } = this.readModel;
    const entries = await gather(this.store, calendars, ids, { position, asOfMs: asOf === null ? null : toMs(asOf) });
    if (entries === null) return null;
    const readAt = await orRefuse(this.reads.record({
      ...ids, actor, through: 'GRAPHQL', position, asOf, asKnownAt: saidOf(asKnownAt), reason: args.reason ?? null, correlationId,
    }));
    return { id: `${ids.hallId}.${ids.requestId}`, ...ids, position, readAt, applicantPseudonym: applicantOf(entries), entries, calendars };
  }
}

function applicantOf(entries: readonly HistoryEntry[]): string | null {
  const applicant = entries.find(({ event }) => event.type === 'RequestReceived')?.event.data['applicant'];
  return isSealed(applicant) ? applicant.keyId : null;
}
