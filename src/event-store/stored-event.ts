import type { EncodedEvent } from './encode-append.js';
import type { JsonObject, Position, RecordedEvent, Revision } from './event-store.port.js';

export interface StoredEvent extends EncodedEvent {
  readonly stream: string;
  readonly revision: Revision;
  readonly position: Position;
}

/** Every reader gets objects of its own. What somebody wrote past us may be no JSON object: it is given on with the reason and nothing else of it. */
export function decodeEvent({ id, type, data: dataText, metadata: metadataText, stream, revision, position }: StoredEvent): RecordedEvent {
  const data = objectIn(dataText);
  const metadata = objectIn(metadataText);
  if (data !== null && metadata !== null) return { id, type, data, metadata, stream, revision, position };
  const unreadable = `its ${data === null ? 'data' : 'metadata'} is not the JSON text of an object`;
  return { id, type, data: {}, metadata: {}, stream, revision, position, unreadable };
}

function objectIn(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}
