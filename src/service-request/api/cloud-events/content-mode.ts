import { ProblemError } from '../../../platform/http/problem.js';
import { isBinaryMode, type RawHeaders, readBinaryHeaders } from './binary-headers.js';

/** A request's events in their JSON form; `single` is answered by status, a batch by a list of results. */
export type Received = { readonly mode: 'single'; readonly event: unknown } | { readonly mode: 'batch'; readonly events: readonly unknown[] };

/**
 * The three content modes of CloudEvents' HTTP binding, told apart by the media type. The SDK's own reader is not used here:
 * it fails a whole batch for one bad element.
 * @throws ProblemError 400, 413 or 415.
 */
export function receive(body: unknown, contentType: string, headers: RawHeaders, eventsMax: number): Received {
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (mediaType === 'application/cloudevents-batch+json') return { mode: 'batch', events: readBatch(body, eventsMax) };
  if (mediaType === 'application/cloudevents+json') return { mode: 'single', event: body };
  if (mediaType !== 'application/json') throw new ProblemError(415, '', 'Send application/json with ce- headers, application/cloudevents+json or application/cloudevents-batch+json.');
  if (isBinaryMode(headers)) return { mode: 'single', event: { ...readBinaryHeaders(headers, contentType), data: body } };
  throw new ProblemError(
    400,
    'invalid-event',
    'This is no CloudEvent: application/json needs the headers ce-specversion, ce-id, ce-source, ce-type, ce-subject and ce-time.',
    { code: 'INVALID_EVENT', fields: [] },
  );
}

function readBatch(body: unknown, eventsMax: number): readonly unknown[] {
  if (!Array.isArray(body)) throw new ProblemError(400, 'invalid-event', 'A batch is a JSON array of events.', { code: 'INVALID_EVENT', fields: [] });
  if (body.length > eventsMax) throw new ProblemError(413, 'batch-too-long', `A batch holds at most ${eventsMax} events; this one holds ${body.length}.`);
  return body;
}
