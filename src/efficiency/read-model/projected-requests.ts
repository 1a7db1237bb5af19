import { LRUCache } from 'lru-cache';
import type { EventStore, Position, Revision } from '../../event-store/event-store.port.js';
import { decodeServiceRequestEvent } from '../../service-request/domain/codec.js';
import type { CalendarRegistry } from '../projections/calendar-registry.js';
import { projectCalendarChange, projectEvent, type Projected, type ProjectedRequest } from '../projections/project.js';

/** The requests touched last; any other is folded again from its own stream when it is needed. */
export class ProjectedRequests {
  private readonly cache: LRUCache<string, ProjectedRequest>;

  /** @param factsMax facts kept in memory over all requests; a request has about ten. */
  constructor(
    private readonly store: EventStore,
    private readonly calendars: CalendarRegistry,
    factsMax: number,
  ) {
    const sizeCalculation = ({ history, facts }: ProjectedRequest): number =>
      5 + history.stays.length * 3 + facts.segments.length + facts.dues.length;
    this.cache = new LRUCache({ maxSize: factsMax, maxEntrySize: factsMax, sizeCalculation });
  }

  known(stream: string): ProjectedRequest | undefined {
    return this.cache.get(stream);
  }

  keep(stream: string, request: ProjectedRequest): void {
    this.cache.set(stream, request);
  }

  remeasure(request: ProjectedRequest, position: Position): Projected {
    return projectCalendarChange(request, position, this.calendars);
  }

  /**
   * The request as it was projected just before revision `until` (null: before position `before`), with the calendar
   * changes in between at the positions where they happened, so that every fact gets the position it was stored with.
   */
  async reload(stream: string, until: Revision | null, before: Position): Promise<ProjectedRequest> {
    let request: ProjectedRequest | null = null;
    for await (const event of this.store.readStream(stream)) {
      if (event.position >= before || (until !== null && event.revision >= until)) break;
      if (request !== null) request = this.catchUp(request, event.position - 1n);
      const decoded = decodeServiceRequestEvent(event.type, event.data);
      request = projectEvent(request, decoded, { position: event.position, revision: Number(event.revision) }, this.calendars).request;
    }
    if (request === null) throw new Error(`${stream} has no event before position ${before}`);
    return this.catchUp(request, before - 1n);
  }

  private catchUp(request: ProjectedRequest, upTo: Position): ProjectedRequest {
    return this.calendars.changes(request.history.pinned.calendarId, request.upTo, upTo)
      .reduce((current, position) => this.remeasure(current, position).request, request);
  }
}
