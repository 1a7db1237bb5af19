import type { EventStore, RecordedEvent } from '../../event-store/event-store.port.js';
import { streamOf } from '../../service-request/domain/events.js';
import type { CalendarRegistry } from '../projections/calendar-registry.js';
import { projectEvent, type ProjectedRequest } from '../projections/project.js';
import { orPoison, Poison } from './poison.js';
import { readRequestEvent } from './read-stored.js';

export interface RequestDetails {
  /** As far as they can be taken. */
  readonly events: readonly RecordedEvent[];
  readonly projected: ProjectedRequest;
  /** Position of the first event that cannot; null when all can. */
  readonly parkedAt: bigint | null;
}

/** One request straight from its stream, folded as the figures fold it, up to an event that cannot be taken; null when there is none. */
export async function readRequest(store: EventStore, calendars: CalendarRegistry, hallId: string, requestId: string): Promise<RequestDetails | null> {
  const events: RecordedEvent[] = [];
  let projected: ProjectedRequest | null = null;
  let parkedAt: bigint | null = null;
  for await (const event of store.readStream(streamOf(hallId, requestId))) {
    try {
      projected = takeNext(projected, event, calendars);
      events.push(event);
    } catch (error) {
      if (!(error instanceof Poison)) throw error;
      parkedAt = event.position;
      break;
    }
  }
  return projected === null ? null : { events, projected, parkedAt };
}

function takeNext(before: ProjectedRequest | null, event: RecordedEvent, calendars: CalendarRegistry): ProjectedRequest {
  const decoded = readRequestEvent(event);
  const place = { position: event.position, revision: Number(event.revision) };
  return orPoison(() => projectEvent(before, decoded, place, calendars)).request;
}
