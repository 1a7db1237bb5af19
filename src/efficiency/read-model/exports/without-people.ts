import type { RecordedEvent } from '../../../event-store/event-store.port.js';
import { PERSON_FIELDS, type Pseudonyms } from '../../../kernel/pseudonyms.js';
import { UndecodableEvent } from '../../../kernel/event-codec.js';
import { decodeServiceRequestEvent } from '../../../service-request/domain/codec.js';
import type { RequestEvents } from './request-events.js';

/** The same events with pseudonyms of officers and logins. */
export const withoutPeople = ({ events, ...request }: RequestEvents, pseudonyms: Pseudonyms): RequestEvents =>
  ({ ...request, events: events.map((event) => eventWithout(event, pseudonyms)) });

/** Without its hash too: who knew all the rest could try officer after officer until it fits. */
function eventWithout(event: RecordedEvent, pseudonyms: Pseudonyms): RecordedEvent {
  const { hash: _hash, previousHash: _previous, contentDigest: _digest, principal, ...metadata } = event.metadata;
  const named = typeof principal === 'string' ? { principal: pseudonyms.principal(principal) } : {};
  return { ...event, data: isReadable(event) ? renamed(event.data, pseudonyms) : {}, metadata: { ...metadata, ...named } };
}

/** Nobody knows where the others name people. */
function isReadable({ type, data, unreadable }: RecordedEvent): boolean {
  try {
    decodeServiceRequestEvent(type, data, unreadable);
    return true;
  } catch (error) {
    if (error instanceof UndecodableEvent) return false;
    throw error;
  }
}

const renamed = (data: RecordedEvent['data'], pseudonyms: Pseudonyms): RecordedEvent['data'] =>
  Object.fromEntries(Object.entries(data).map(([name, value]) => {
    const person = PERSON_FIELDS[name];
    return [name, person === undefined || typeof value !== 'string' ? value : pseudonyms[person](value)];
  }));
