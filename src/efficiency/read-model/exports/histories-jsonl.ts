import type { RecordedEvent } from '../../../event-store/event-store.port.js';
import { SEALED_FIELDS, type ServiceRequestEventType } from '../../../service-request/domain/events.js';
import type { RequestEvents } from './request-events.js';

/**
 * A CloudEvent a line, as a terminal could have posted it: source and id are the sender's own, `subject` is `<hallId>.<requestId>`; what
 * the log says about the event are extensions. Sealed texts are left out.
 */
export async function* historiesJsonl(requests: AsyncIterable<RequestEvents>): AsyncGenerator<string> {
  for await (const { hallId, requestId, events } of requests) {
    yield events.map((event) => `${JSON.stringify(cloudEvent(`${hallId}.${requestId}`, event))}\n`).join('');
  }
}

function cloudEvent(subject: string, { id, type, data, metadata, position, revision }: RecordedEvent): object {
  const said = metadata as { source?: { source?: string; id?: string }; recordedAt?: string; claimedOccurredAt?: string; principal?: string; hash?: string };
  const { hallId: _hall, requestId: _request, occurredAt, ...rest } = data;
  return {
    specversion: '1.0', id: said.source?.id ?? id, source: said.source?.source ?? 'urn:service-efficiency-tracker:log', type, subject, time: occurredAt,
    datacontenttype: 'application/json', position: position.toString(), revision: revision.toString(), eventid: id, recordedat: said.recordedAt,
    claimedtime: said.claimedOccurredAt, principal: said.principal, hash: said.hash, data: withoutSealed(type, rest),
  };
}

function withoutSealed(type: string, data: Readonly<Record<string, unknown>>): object {
  const sealed = SEALED_FIELDS[type as ServiceRequestEventType];
  return sealed === undefined ? data : Object.fromEntries(Object.entries(data).filter(([name]) => name !== sealed));
}
