import { LRUCache } from 'lru-cache';
import type { EventStore, Position, RecordedEvent, Revision } from '../../event-store/event-store.port.js';
import type { CalendarRegistry } from '../projections/calendar-registry.js';
import { projectCalendarChange, projectEvent, type Projected, type ProjectedRequest } from '../projections/project.js';
import { orPoison } from './poison.js';
import { readRequestEvent } from './read-stored.js';

/**
 * An event of a stream is missing where it was read: the delivery lost one, or the store answers from a copy that is behind.
 * Nothing is wrong with the log, so nothing is parked: the projection starts again from its last commit.
 */
export class StreamGap extends Error {
  override readonly name = 'StreamGap';
}

/** Events folded so far. */
export const eventCountOf = ({ state }: ProjectedRequest): number => (state.status === 'absent' ? 0 : state.eventCount);

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
   * @throws StreamGap when the stream does not have those events, Poison when one of them cannot be taken.
   */
  async reload(stream: string, until: Revision | null, before: Position): Promise<ProjectedRequest> {
    const request = await this.readUpTo(stream, until, before);
    if (request === null) throw new StreamGap(`${stream} has no event before position ${before}`);
    return request;
  }

  /** The same; null when the stream has no event before. */
  async readUpTo(stream: string, until: Revision | null, before: Position): Promise<ProjectedRequest | null> {
    let request: ProjectedRequest | null = null;
    let next = 0n;
    for await (const event of this.store.readStream(stream)) {
      if (event.position >= before || (until !== null && event.revision >= until)) break;
      if (event.revision !== next) throw new StreamGap(`${stream} was read without revision ${next}`);
      request = orPoison(() => this.fold(request, event));
      next += 1n;
    }
    if (until !== null && next !== until) throw new StreamGap(`${stream} was read up to revision ${next}, not ${until}`);
    const read = request;
    return read === null ? null : orPoison(() => this.catchUp(read, before - 1n));
  }

  private fold(request: ProjectedRequest | null, event: RecordedEvent): ProjectedRequest {
    const before = request === null ? null : this.catchUp(request, event.position - 1n);
    const place = { position: event.position, revision: Number(event.revision) };
    return projectEvent(before, readRequestEvent(event), place, this.calendars).request;
  }

  private catchUp(request: ProjectedRequest, upTo: Position): ProjectedRequest {
    return this.calendars.changes(request.history.pinned.calendarId, request.upTo, upTo)
      .reduce((current, position) => this.remeasure(current, position).request, request);
  }
}
