import type { EventStore, RecordedEvent } from '../../event-store/event-store.port.js';
import type { SideEffect } from '../../projection-host/side-effects.js';
import type { RectificationEventData } from '../../rectification/domain/rectification-events.js';
import { requestStreamPrefix } from '../../service-request/domain/events.js';
import { parseSubject } from '../../service-request/domain/request-ids.js';
import type { CalendarRegistry } from '../projections/calendar-registry.js';
import { openingOf } from '../projections/rectification-opening.js';
import { readRequest } from './request-details.js';

/** The rating that opens it. */
export interface OpeningCause {
  readonly stream: string;
  readonly eventId: string;
  readonly correlationId: string;
}
export interface OpenRectificationsParts {
  readonly store: EventStore;
  /** Those of the model that serves: it has every change up to the event's position. */
  readonly calendars: () => CalendarRegistry;
  readonly workingDays: number;
  /** Once for a closure, however often it is asked for. */
  readonly open: (opening: RectificationEventData['RectificationOpened'], cause: OpeningCause) => Promise<void>;
}

/**
 * A bad rating opens a rectification. What is opened follows from the log up to the rating, and the rectification's own stream
 * tells what is there already: so it may run twice, on two replicas, or over the whole log again. It does run over what was
 * recorded before the service first ran, by an import or while it was down.
 */
export function openRectifications({ store, calendars, workingDays, open }: OpenRectificationsParts): SideEffect {
  const run = async ({ stream, position, revision, id, metadata }: RecordedEvent): Promise<void> => {
    const request = parseSubject(stream.slice(requestStreamPrefix.length));
    if (request === null) return;
    const read = await readRequest(store, calendars(), request.hallId, request.requestId);
    const opening = read === null ? null : openingOf(read.projected.history, { revision: Number(revision), position }, calendars(), workingDays);
    if (opening === null) return;
    const { correlationId } = metadata;
    await open(opening, { stream, eventId: id, correlationId: typeof correlationId === 'string' ? correlationId : id });
  };
  return { name: 'open-rectifications', fromFirstEvent: true, isFor: isRating, run };
}

const isRating = ({ stream, type }: RecordedEvent): boolean => type.startsWith('RequestRated') && stream.startsWith(requestStreamPrefix);
