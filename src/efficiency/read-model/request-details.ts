import type { EventStore, RecordedEvent } from '../../event-store/event-store.port.js';
import { streamOf } from '../../service-request/domain/events.js';
import { decodeServiceRequestEvent } from '../../service-request/domain/codec.js';
import type { CalendarRegistry } from '../projections/calendar-registry.js';
import { projectEvent, type ProjectedRequest } from '../projections/project.js';

export interface RequestDetails {
  readonly events: readonly RecordedEvent[];
  readonly projected: ProjectedRequest;
}

/** One request straight from its stream, folded as the figures fold it; null when there is none. */
export async function readRequest(store: EventStore, calendars: CalendarRegistry, hallId: string, requestId: string): Promise<RequestDetails | null> {
  const events: RecordedEvent[] = [];
  let projected: ProjectedRequest | null = null;
  for await (const event of store.readStream(streamOf(hallId, requestId))) {
    events.push(event);
    const decoded = decodeServiceRequestEvent(event.type, event.data);
    projected = projectEvent(projected, decoded, { position: event.position, revision: Number(event.revision) }, calendars).request;
  }
  return projected === null ? null : { events, projected };
}
