import { Inject, Injectable } from '@nestjs/common';
import { EventStore, type Position, type RecordedEvent, type Revision } from '../../event-store/event-store.port.js';
import { UndecodableEvent } from '../../kernel/event-codec.js';
import { inParallel } from '../../kernel/in-parallel.js';
import type { CalendarDefinition } from '../../working-time/calendar.js';
import { compileCalendar } from '../../working-time/compile-calendar.js';
import type { WorkingCalendar } from '../../working-time/working-calendar.js';
import { departmentPath } from '../domain/department-path.js';
import type { ServiceItem } from '../domain/decide-service-item.js';
import { ReferenceState } from '../domain/reference-state.js';
import { decodeReferenceEvent, INDEX_STREAM } from '../domain/reference-streams.js';
import type { ReferenceView } from '../domain/reference-view.js';

/** Where a stream ends as far as it has been read: what an append to it continues. */
export interface StreamEnd {
  readonly revision: Revision;
  readonly hash: string | null;
}

const STREAMS_READ_AT_ONCE = 64;

/** The reference data of the log as it stands now, in memory: thousands of entries at most, asked for by every command. */
@Injectable()
export class ReferenceDirectory implements ReferenceView {
  readonly state = new ReferenceState();
  /** Of the last event taken in, in the log's order; null before the first. */
  position: Position | null = null;
  /** Streams whose next event this version cannot read, and why: what they say before it holds, and the rest goes on. */
  readonly leftOut = new Map<string, string>();
  private readonly ends = new Map<string, StreamEnd>();
  private readonly compiled = new Map<string, { definition: CalendarDefinition; time: WorkingCalendar }>();
  private running: Promise<void> | null = null;
  private next: Promise<void> | null = null;

  constructor(@Inject(EventStore) private readonly store: EventStore) {}

  hasDepartment(departmentId: string): boolean {
    return this.state.departments.has(departmentId);
  }

  /** The department and those above it, up to the root; of an unknown one just itself. */
  departmentPath(departmentId: string): readonly string[] {
    return departmentPath(departmentId, (id) => this.state.departments.get(id)?.parentId);
  }

  serviceItem(code: string): ServiceItem | undefined {
    return this.state.serviceItems.get(code);
  }

  /** Compiled at the first question and kept until the calendar changes. */
  calendar(calendarId: string): { readonly definition: CalendarDefinition; readonly time: WorkingCalendar } | undefined {
    const definition = this.state.calendars.get(calendarId);
    if (definition === undefined) return undefined;
    const known = this.compiled.get(calendarId);
    if (known?.definition === definition) return known;
    const compiled = { definition, time: compileCalendar(definition) };
    this.compiled.set(calendarId, compiled);
    return compiled;
  }

  endOf(stream: string): StreamEnd | undefined {
    return this.ends.get(stream);
  }

  /**
   * Learns of every entry whose first event was durable when this was called, whoever recorded it. Reads the index from
   * where it was left and the streams that are new in it: cheap enough for every refused command.
   */
  catchUp(): Promise<void> {
    if (this.running === null) return (this.running = this.readNew().finally(() => (this.running = null)));
    // The reading under way may have begun too early for this caller; all who come now share the one after it.
    return (this.next ??= this.running.catch(() => undefined).then(() => {
      this.next = null;
      return this.catchUp();
    }));
  }

  /** Reads what a stream has beyond what is known here. @throws UndecodableEvent at an event this version cannot read. */
  async refresh(stream: string): Promise<void> {
    const end = this.ends.get(stream);
    for await (const event of this.store.readStream(stream, end === undefined ? 0n : end.revision + 1n)) this.absorb(event);
  }

  /**
   * Takes in one more event of a reference stream; one that is known already changes nothing.
   * @returns false when events between are missing here: `refresh` the stream.
   */
  absorb({ stream, revision, position, type, data, metadata, unreadable }: RecordedEvent): boolean {
    const expected = (this.ends.get(stream)?.revision ?? -1n) + 1n;
    if (revision < expected) return true;
    if (revision > expected) return false;
    this.state.apply(decodeReferenceEvent(type, data, unreadable));
    if (this.position === null || this.position < position) this.position = position;
    const { hash } = metadata;
    this.ends.set(stream, { revision, hash: typeof hash === 'string' ? hash : null });
    return true;
  }

  private async readNew(): Promise<void> {
    await this.refreshReadable(INDEX_STREAM);
    // A stream may be announced before its first event is there: it stays new until then.
    const unread = [...this.state.opened].filter((stream) => !this.ends.has(stream));
    await inParallel(unread, STREAMS_READ_AT_ONCE, (stream) => this.refreshReadable(stream));
  }

  private async refreshReadable(stream: string): Promise<void> {
    try {
      await this.refresh(stream);
      this.leftOut.delete(stream);
    } catch (error) {
      if (!(error instanceof UndecodableEvent)) throw error;
      this.leftOut.set(stream, error.message);
    }
  }
}
