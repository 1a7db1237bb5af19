import type { ResolvedEvent } from '@eventstore/db-client';
import { EventStoreUnavailable } from '../errors.js';
import type { JsonObject, Position, RecordedEvent } from '../event-store.port.js';

type ServerEvent = NonNullable<ResolvedEvent['event']>;
const INT64_MAX = 2n ** 63n - 1n;

export const eventOf = (resolved: ResolvedEvent): ServerEvent => {
  if (!resolved.event) throw new EventStoreUnavailable('The server answered a record without an event');
  return resolved.event;
};

/** Events and streams of the server itself, metadata and links included. */
export const isSystem = ({ streamId, type }: ServerEvent): boolean => streamId.startsWith('$') || type.startsWith('$');

/** @throws EventStoreUnavailable when there is none: servers before 22.6 leave it out of a stream's events. */
export function positionOf({ event, commitPosition }: ResolvedEvent): Position {
  const position = event?.position?.commit ?? commitPosition;
  if (position === undefined || position > INT64_MAX) throw new EventStoreUnavailable('The server does not tell the position of an event: it is older than 22.6');
  return position;
}

/** What another wrote past us may be no JSON object: it is given on with the reason and nothing else of it. */
export function recordedEvent(resolved: ResolvedEvent): RecordedEvent {
  const event = eventOf(resolved);
  const { streamId: stream, id, revision, type } = event;
  const common = { id: id.toLowerCase(), type, stream, revision, position: positionOf(resolved) };
  const unreadable = reasonAgainst(event);
  if (unreadable !== null) return { ...common, data: {}, metadata: {}, unreadable };
  return { ...common, data: event.data as JsonObject, metadata: (event.metadata ?? {}) as JsonObject };
}

function reasonAgainst({ isJson, data, metadata }: ServerEvent): string | null {
  if (!isJson) return 'its content type is not application/json';
  if (!isObject(data)) return 'its data is not the JSON text of an object';
  return metadata === undefined || isObject(metadata) ? null : 'its metadata is not the JSON text of an object';
}

/** The client hands over broken JSON as text, and metadata that is none as bytes. */
const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
