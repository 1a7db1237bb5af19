import type { EventStore, Position, RecordedEvent } from '../../event-store/event-store.port.js';
import type { BatchProjection } from '../../projection-host/batch-projection.js';
import { decodeReferenceEvent, isReferenceStream } from '../../reference-data/domain/reference-streams.js';
import { decodeServiceRequestEvent } from '../../service-request/domain/codec.js';
import { CalendarRegistry, type CalendarEvent } from '../projections/calendar-registry.js';
import { recordName, type ReferenceNames } from '../projections/reference-names.js';
import { projectEvent, type Projected } from '../projections/project.js';
import type { DuckDbReadModel } from './duckdb-read-model.js';
import { FactBuffer } from './fact-buffer.js';
import { ProjectedRequests } from './projected-requests.js';
import { streamOf } from '../../service-request/domain/events.js';

const FACTS_IN_MEMORY_MAX = 200_000;

const EVER_MS = 2n ** 62n;

/** Folds the log into facts: pure folding per request, one DuckDB transaction per batch. */
export class FactsProjection implements BatchProjection {
  calendars = new CalendarRegistry();
  /** Latest name of each department and service item, for people. */
  readonly names: ReferenceNames = { departments: new Map(), serviceItems: new Map() };
  private requests: ProjectedRequests;
  private readonly buffer = new FactBuffer();

  constructor(
    private readonly store: EventStore,
    private readonly model: DuckDbReadModel,
    private readonly factsInMemoryMax = FACTS_IN_MEMORY_MAX,
  ) {
    this.requests = new ProjectedRequests(store, this.calendars, factsInMemoryMax);
  }

  async restart(): Promise<Position | null> {
    this.buffer.clear();
    const calendars = new CalendarRegistry();
    for (const { position, type, data } of await this.model.referenceEvents()) {
      const event = decodeReferenceEvent(type, JSON.parse(data) as object);
      recordName(this.names, event);
      if (isCalendarEvent(event)) calendars.record(event, position);
    }
    this.calendars = calendars;
    this.requests = new ProjectedRequests(this.store, calendars, this.factsInMemoryMax);
    return this.model.checkpoint();
  }

  apply(event: RecordedEvent): void | Promise<void> {
    if (event.stream.startsWith('serviceRequest-')) return this.applyRequestEvent(event);
    if (isReferenceStream(event.stream)) return this.applyReferenceEvent(event);
    return undefined;
  }

  async commit(position: Position): Promise<void> {
    await this.model.commit(this.buffer.take(position));
  }

  private applyRequestEvent(event: RecordedEvent): void | Promise<void> {
    const known = event.revision === 0n ? null : this.requests.known(event.stream);
    if (known !== undefined) return this.fold(event, known);
    return this.requests.reload(event.stream, event.revision, event.position).then((before) => this.fold(event, before));
  }

  private fold(event: RecordedEvent, before: ReturnType<ProjectedRequests['known']> | null): void {
    const decoded = decodeServiceRequestEvent(event.type, event.data);
    const place = { position: event.position, revision: Number(event.revision) };
    const projected = projectEvent(before ?? null, decoded, place, this.calendars);
    this.keep(event.stream, projected);
    this.buffer.event(event, projected.request.history.request);
  }

  private keep(stream: string, projected: Projected): void {
    this.requests.keep(stream, projected.request);
    this.buffer.change(projected);
  }

  private applyReferenceEvent(event: RecordedEvent): void | Promise<void> {
    const decoded = decodeReferenceEvent(event.type, event.data);
    this.buffer.reference(event);
    recordName(this.names, decoded);
    if (!isCalendarEvent(decoded)) return undefined;
    this.calendars.record(decoded, event.position);
    return decoded.type === 'CalendarRevised' ? this.recalendar(decoded.data.calendarId, event.position) : undefined;
  }

  /** Requests open at the change are measured anew from its position on; those still in the buffer count as well. */
  private async recalendar(calendarId: string, position: Position): Promise<void> {
    const stored = await this.model.query<{ hall: string; request_id: string }>(
      `SELECT hall, request_id FROM live_receipts($p) WHERE calendar = $calendar
         AND request IN (SELECT request FROM open_requests($p, $ever)) ORDER BY request`, { p: position, calendar: calendarId, ever: EVER_MS });
    const streams = new Set([...stored.map(({ hall, request_id }) => streamOf(hall, request_id)), ...this.buffer.streams()]);
    for (const stream of streams) {
      const before = this.requests.known(stream) ?? await this.requests.reload(stream, null, position);
      if (before.history.pinned.calendarId === calendarId) this.keep(stream, this.requests.remeasure(before, position));
    }
  }
}

const isCalendarEvent = (event: { readonly type: string }): event is CalendarEvent =>
  event.type === 'CalendarDefined' || event.type === 'CalendarRevised';
