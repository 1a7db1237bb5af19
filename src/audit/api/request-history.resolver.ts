import { Args, Query, Resolver } from '@nestjs/graphql';
import { GraphQLError } from 'graphql';
import { EventStoreUnavailable } from '../../event-store/errors.js';
import { EventStore } from '../../event-store/event-store.port.js';
import type { Actor } from '../../kernel/actor.js';
import { toIso, toMs } from '../../kernel/instant.js';
import { canSee } from '../../efficiency/read-model/request-visibility.js';
import { checkArgs } from '../../efficiency/api/check-args.js';
import { ReadModelService } from '../../efficiency/read-model/read-model.service.js';
import { CorrelationId, CurrentActor } from '../../platform/auth/current-actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { AppConfig } from '../../platform/config.js';
import { parseSubject, type RequestIds } from '../../service-request/domain/request-ids.js';
import { type HistoryReading, HistoryReads } from '../application/history-reads.js';
import { isSealed } from '../application/opened-texts.js';
import { gather } from '../read-model/gather.js';
import type { HistoryEntry } from '../read-model/history-entry.js';
import { knownPosition } from '../read-model/known-position.js';
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
    const { asOf, asKnownAt } = timesOf(args);
    const position = await knownPosition(this.readModel, asKnownAt);
    const { calendars } = this.readModel;
    const entries = await gather(this.store, calendars, ids, { position, asOfMs: asOf === null ? null : toMs(asOf) });
    if (entries === null) return null;
    const readAt = await this.record({ ...ids, actor, through: 'GRAPHQL', position, asOf, asKnownAt: saidOf(asKnownAt), reason: args.reason ?? null, correlationId });
    return { id: `${ids.hallId}.${ids.requestId}`, ...ids, position, readAt, applicantPseudonym: applicantOf(entries), entries, calendars };
  }

  /** Before anything is shown: what cannot be recorded is not read. */
  private async record(reading: HistoryReading & RequestIds): Promise<bigint> {
    try {
      return await this.reads.record(reading);
    } catch (error) {
      if (!(error instanceof EventStoreUnavailable)) throw error;
      throw new GraphQLError('The reading could not be recorded, so nothing is shown: ask the same again. 查阅未能登记，因此不予显示：请稍后重试。', {
        extensions: { code: 'UNAVAILABLE', status: 503 },
      });
    }
  }
}

interface Times {
  readonly asOf: string | null;
  readonly asKnownAt: { readonly position: bigint } | { readonly recordedAtMs: number } | null;
}

/** Of a position and an instant the position counts, as in every question. */
function timesOf({ asOf = null, asKnownAt = null }: RequestHistoryArgs): Times {
  if (asKnownAt?.position != null) return { asOf, asKnownAt: { position: asKnownAt.position } };
  return { asOf, asKnownAt: asKnownAt?.instant == null ? null : { recordedAtMs: toMs(asKnownAt.instant) } };
}

function saidOf(asKnownAt: Times['asKnownAt']): bigint | string | null {
  if (asKnownAt === null) return null;
  return 'position' in asKnownAt ? asKnownAt.position : toIso(asKnownAt.recordedAtMs);
}

function applicantOf(entries: readonly HistoryEntry[]): string | null {
  const applicant = entries.find(({ event }) => event.type === 'RequestReceived')?.event.data['applicant'];
  return isSealed(applicant) ? applicant.keyId : null;
}
