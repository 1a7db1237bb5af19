import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { rectificationStream } from '../../../rectification/domain/rectification-events.js';
import type { ReferenceEvent } from '../../../reference-data/domain/events.js';
import { streamOfReference } from '../../../reference-data/domain/reference-streams.js';
import { streamOf } from '../../../service-request/domain/events.js';
import { warningStreamOf } from '../../../warnings/domain/warning-events.js';
import { EventOrigins, type EventPlace } from '../../application/event-origins.js';
import type { RestatingEvent } from '../../read-model/figures/restatements/restating-events.js';
import { RestatingEventNode } from './restatements.type.js';

@Resolver(() => RestatingEventNode)
export class RestatingEventResolver {
  constructor(private readonly origins: EventOrigins) {}

  @ResolveField(() => String, { nullable: true, description: 'The key it was recorded under (主体).' })
  principal(@Parent() { event }: RestatingEventNode): Promise<string | null> {
    return this.origins.principal(placeOf(event));
  }

  @ResolveField(() => String, { nullable: true, description: 'Where it came from, as source#id of the event that was sent; null where it was said here (来源).' })
  source(@Parent() { event }: RestatingEventNode): Promise<string | null> {
    return this.origins.source(placeOf(event));
  }
}

const placeOf = (event: RestatingEvent): EventPlace => ({ stream: streamOfEvent(event), fromRevision: event.revision ?? 0, position: event.position });

function streamOfEvent({ type, data, hall, request_id: requestId }: RestatingEvent): string {
  if (data !== null) return streamOfReference({ type, data: JSON.parse(data) as unknown } as ReferenceEvent);
  const [hallId, id] = [hall ?? '', requestId ?? ''];
  if (type === 'WarningRaised') return warningStreamOf(hallId, id);
  return type.startsWith('Rectification') ? rectificationStream(hallId, id) : streamOf(hallId, id);
}
