import type { Position, RecordedEvent } from '../../event-store/event-store.port.js';
import { streamOf } from '../../service-request/domain/events.js';
import { projectEvent, type ProjectedRequest } from '../projections/project.js';
import type { CalendarRegistry } from '../projections/calendar-registry.js';
import type { FactBuffer } from './fact-buffer.js';
import type { Facts } from './facts.js';
import type { Parking } from './parking.js';
import { orPoison, Poison } from './poison.js';
import { eventCountOf, type ProjectedRequests, StreamGap } from './projected-requests.js';
import { readRequestEvent } from './read-stored.js';

const EVER_MS = 2n ** 62n;

export interface RequestsParts {
  readonly requests: ProjectedRequests;
  readonly calendars: CalendarRegistry;
  readonly buffer: FactBuffer;
  readonly parking: Parking;
  readonly model: Facts;
}

/** Folds the events of requests into facts; an event that cannot be taken is parked, and its request with it. */
export class RequestsProjection {
  constructor(private readonly parts: RequestsParts) {}

  apply(event: RecordedEvent): void | Promise<void> {
    const { requests, parking } = this.parts;
    if (parking.isBehind(event)) return undefined;
    const known = event.revision === 0n ? null : requests.known(event.stream);
    if (known !== undefined) return void this.take(event, known);
    return requests.reload(event.stream, event.revision, event.position).then(
      (before) => void this.take(event, before),
      (error: unknown) => void this.parkIfPoison(event, error));
  }

  /** Requests open at the change are measured anew from its position on; those still in the buffer count as well. */
  async recalendar(calendarId: string, position: Position): Promise<void> {
    const { requests, parking, buffer, model } = this.parts;
    const stored = await model.query<{ hall: string; request_id: string }>(
      `SELECT hall, request_id FROM live_receipts($p) WHERE calendar = $calendar
         AND request IN (SELECT request FROM open_requests($p, $ever)) ORDER BY request`, { p: position, calendar: calendarId, ever: EVER_MS });
    const streams = new Set([...stored.map(({ hall, request_id }) => streamOf(hall, request_id)), ...buffer.streams()]);
    for (const stream of streams) {
      if (parking.firstOf(stream) !== undefined) continue;
      const before = requests.known(stream) ?? await requests.reload(stream, null, position);
      if (before.history.pinned.calendarId === calendarId) this.remeasure(stream, before, position);
    }
  }

  /**
   * Folds again what a stream has from position `from`, where it was parked, up to `upTo`, with the changes of its calendar
   * in between: every fact gets the position of the event that it would have got at first.
   */
  async replay(events: AsyncIterable<RecordedEvent>, stream: string, from: Position, upTo: Position): Promise<void> {
    let current = await this.parts.requests.readUpTo(stream, null, from);
    for await (const event of events) {
      if (event.position < from) continue;
      if (event.position > upTo) break;
      current = this.catchUp(stream, current, event.position - 1n);
      if (!this.parts.parking.isBehind(event)) current = this.take(event, current);
    }
    this.catchUp(stream, current, upTo);
  }

  private catchUp(stream: string, request: ProjectedRequest | null, upTo: Position): ProjectedRequest | null {
    if (request === null) return null;
    const changes = this.parts.calendars.changes(request.history.pinned.calendarId, request.upTo, upTo);
    return changes.reduce((current, position) => (this.parts.parking.firstOf(stream) === undefined ? this.remeasure(stream, current, position) : current), request);
  }

  private remeasure(stream: string, before: ProjectedRequest, position: Position): ProjectedRequest {
    const { requests, buffer, parking } = this.parts;
    try {
      const projected = orPoison(() => requests.remeasure(before, position));
      requests.keep(stream, projected.request);
      buffer.change(projected);
      return projected.request;
    } catch (error) {
      if (!(error instanceof Poison)) throw error;
      parking.parkAtCalendar(stream, position, error);
      return before;
    }
  }

  /** @returns the request after the event, or as it was when the event had to be parked. */
  private take(event: RecordedEvent, before: ProjectedRequest | null): ProjectedRequest | null {
    const { requests, buffer, calendars } = this.parts;
    const taken = before === null ? 0 : eventCountOf(before);
    if (Number(event.revision) !== taken) throw new StreamGap(`${event.stream}: revision ${event.revision} came after ${taken} events`);
    try {
      const decoded = readRequestEvent(event);
      const place = { position: event.position, revision: taken };
      const projected = orPoison(() => projectEvent(before, decoded, place, calendars));
      requests.keep(event.stream, projected.request);
      buffer.change(projected);
      buffer.event(event, decoded, projected.request.history.request);
      return projected.request;
    } catch (error) {
      this.parkIfPoison(event, error);
      return before;
    }
  }

  private parkIfPoison(event: RecordedEvent, error: unknown): void {
    if (!(error instanceof Poison)) throw error;
    this.parts.parking.park(event, error);
  }
}
