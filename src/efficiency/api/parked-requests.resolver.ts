import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../kernel/actor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { requestStreamPrefix } from '../../service-request/domain/events.js';
import { parkedCount, type ParkedPlace, type ParkedRequest as Parked, parkedRequests, PARKED_TEXTS } from '../read-model/parked-requests.js';
import { ReadModelService } from '../read-model/read-model.service.js';
import { sightOf } from '../read-model/sight.js';
import { ParkedRequestConnection, ParkedRequestsArgs, type ParkedRequestEdge } from './parked-requests.type.js';

@Resolver(() => ParkedRequestConnection)
export class ParkedRequestsResolver {
  constructor(private readonly readModel: ReadModelService) {}

  @Query(() => ParkedRequestConnection, { description: 'Requests that stand still in every figure because one of their events could not be taken (搁置的办件).' })
  @Roles('supervisor', 'administrator')
  async parkedRequests(@Args() { first, after }: ParkedRequestsArgs, @CurrentActor() { scope }: Actor): Promise<ParkedRequestConnection> {
    const sight = sightOf(scope, this.readModel.names.parents);
    const rows = await parkedRequests(this.readModel, sight, first + 1, after == null ? null : placeOf(after));
    const edges = rows.slice(0, first).map(edgeOf);
    return {
      totalCount: await parkedCount(this.readModel, sight), edges,
      pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null },
    };
  }
}

function placeOf(cursor: string): ParkedPlace {
  const colon = cursor.indexOf(':');
  return { position: BigInt(cursor.slice(0, colon)), stream: cursor.slice(colon + 1) };
}

const edgeOf = ({ stream, position, revision, type, code, reason, recordedAtMs, eventsBehind }: Parked): ParkedRequestEdge => ({
  cursor: `${position}:${stream}`,
  node: {
    id: stream.startsWith(requestStreamPrefix) ? stream.slice(requestStreamPrefix.length) : null, stream, position, revision, type, recordedAt: recordedAtMs,
    reason: code, explanation: { ...PARKED_TEXTS[code] }, detail: reason, eventsBehind,
  },
});
