import type { EncodedEvent } from './encode-append.js';
import type { JsonObject, Position, RecordedEvent, Revision } from './event-store.port.js';

export interface StoredEvent extends EncodedEvent {
  readonly stream: string;
  readonly revision: Revision;
  readonly position: Position;
}

/** Every reader gets objects of its own. */
export const decodeEvent = (stored: StoredEvent): RecordedEvent => ({
  id: stored.id,
  type: stored.type,
  data: JSON.parse(stored.data) as JsonObject,
  metadata: JSON.parse(stored.metadata) as JsonObject,
  stream: stored.stream,
  revision: stored.revision,
  position: stored.position,
});
