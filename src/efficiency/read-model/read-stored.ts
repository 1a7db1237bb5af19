import type { RecordedEvent } from '../../event-store/event-store.port.js';
import { fields, instant } from '../../kernel/shape.js';
import { toMs } from '../../kernel/instant.js';
import { decodeRectificationEvent } from '../../rectification/domain/codec.js';
import { type RectificationEvent, rectificationStream } from '../../rectification/domain/rectification-events.js';
import type { ReferenceEvent } from '../../reference-data/domain/events.js';
import { calendarStream, decodeReferenceEvent } from '../../reference-data/domain/reference-streams.js';
import { decodeServiceRequestEvent } from '../../service-request/domain/codec.js';
import { streamOf, type ServiceRequestEvent } from '../../service-request/domain/events.js';
import { decodeWarningEvent, type WarningEvent, warningStreamOf } from '../../warnings/domain/warning-events.js';
import { type CalendarEvent } from '../projections/calendar-registry.js';
import { orPoison, Poison } from './poison.js';

const metadataShape = fields<{ readonly recordedAt: string }>({ recordedAt: instant });

/** @throws Poison when it cannot be read, or is another request's event than its stream says. */
export function readRequestEvent({ stream, type, data, metadata, unreadable }: RecordedEvent): ServiceRequestEvent {
  const event = orPoison(() => decodeServiceRequestEvent(type, data, unreadable));
  checkMetadata(metadata);
  if (streamOf(event.data.hallId, event.data.requestId) !== stream) throw new Poison('BAD_SHAPE', 'data.requestId is not that of the stream');
  return event;
}

/** @throws Poison when it cannot be read, or is of another request than its stream says. */
export function readWarningEvent({ stream, type, data, metadata, unreadable }: RecordedEvent): WarningEvent {
  const event = orPoison(() => decodeWarningEvent(type, data, unreadable));
  checkMetadata(metadata);
  if (warningStreamOf(event.data.hallId, event.data.requestId) !== stream) throw new Poison('BAD_SHAPE', 'data.requestId is not that of the stream');
  return event;
}

/** @throws Poison when it cannot be read, or is of another request than its stream says. */
export function readRectificationEvent({ stream, type, data, metadata, unreadable }: RecordedEvent): RectificationEvent {
  const event = orPoison(() => decodeRectificationEvent(type, data, unreadable));
  checkMetadata(metadata);
  if (rectificationStream(event.data.hallId, event.data.requestId) !== stream) throw new Poison('BAD_SHAPE', 'data.requestId is not that of the stream');
  return event;
}

/** @throws Poison when it cannot be read, or a calendar's event does not stand in that calendar's stream. */
export function readReferenceEvent({ stream, type, data, metadata, unreadable }: RecordedEvent): ReferenceEvent {
  const event = orPoison(() => decodeReferenceEvent(type, data, unreadable));
  checkMetadata(metadata);
  if (isCalendarEvent(event) && calendarStream(event.data.calendarId) !== stream) throw new Poison('BAD_SHAPE', 'data.calendarId is not that of the stream');
  return event;
}

export const isCalendarEvent = (event: { readonly type: string }): event is CalendarEvent =>
  event.type === 'CalendarDefined' || event.type === 'CalendarRevised';

function checkMetadata(metadata: object): void {
  const problem = metadataShape(metadata);
  if (problem !== null) throw new Poison('BAD_SHAPE', `metadata${problem} is not of the stored shape`);
}

/** When the log took it, where that can be read. */
export const recordedAtMsOf = ({ metadata }: RecordedEvent): number | null =>
  (metadataShape(metadata) === null ? toMs(metadata['recordedAt'] as string) : null);
