import { Inject, Injectable } from '@nestjs/common';
import { EventStore, type RecordedEvent, type Revision } from '../../event-store/event-store.port.js';
import { inParallel } from '../../kernel/in-parallel.js';
import type { CalendarDefinition } from '../../working-time/calendar.js';
import { compileCalendar } from '../../working-time/compile-calendar.js';
import type { WorkingCalendar } from '../../working-time/working-calendar.js';
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
  private readonly ends = new Map<string, StreamEnd>();
  private readonly compiled = new Map<string, { definition: CalendarDefinition; time: WorkingCalendar }>();
  private running: Promise<void> | null = null;
  private next: Promise<void> | null = null;

  constructor(@Inject(EventStore) private readonly store: EventStore) {}

  hasDepartment(departmentId: string): boolean {
    return this.state.departments.has(departmentId);
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

  /** Reads what a stream has beyond what is known here. @throws Error for an event this version does not know. */
  async refresh(stream: string): Promise<void> {
    const end = this.ends.get(stream);
    for await (const event of this.store.readStream(stream, end === undefined ? 0n : end.revision + 1n)) this.absorb(event);
  }

  /**
   * Takes in one more event of a reference stream; one that is known already changes nothing.
   * @returns false when events between are missing here: `refresh` the stream.
   */
  absorb({ stream, revision, type, data, metadata }: RecordedEvent): boolean {
    const expected = (this.ends.get(stream)?.revision ?? -1n) + 1n;
    if (revision < expected) return true;
    if (revision > expected) return false;
    this.state.apply(decodeReferenceEvent(type, data));
    const { hash } = metadata;
    this.ends.set(stream, { revision, hash: typeof hash === 'string' ? hash : null });
    return true;
  }

  private async readNew(): Promise<void> {
    await this.refresh(INDEX_STREAM);
    // A stream may be announced before its first event is there: it stays new until then.
    const unread = [...this.state.opened].filter((stream) => !this.ends.has(stream));
    await inParallel(unread, STREAMS_READ_AT_ONCE, (stream) => this.refresh(stream));
  }
}
