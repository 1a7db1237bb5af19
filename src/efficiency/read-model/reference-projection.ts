import type { RecordedEvent } from '../../event-store/event-store.port.js';
import { ProjectionStopped } from '../../projection-host/batch-projection.js';
import type { ReferenceEvent } from '../../reference-data/domain/events.js';
import { calendarStream, decodeReferenceEvent } from '../../reference-data/domain/reference-streams.js';
import { CalendarRegistry } from '../projections/calendar-registry.js';
import { noNames, recordName, type ReferenceNames } from '../projections/reference-names.js';
import type { ReferenceRow } from './fact-batch.js';
import type { FactBuffer } from './fact-buffer.js';
import type { Parking } from './parking.js';
import { orPoison, Poison } from './poison.js';
import { isCalendarEvent, readReferenceEvent } from './read-stored.js';

const isCalendarStream = (stream: string): boolean => stream.startsWith(calendarStream(''));

/** Calendars and names, as far as the log has told them. */
export class ReferenceProjection {
  readonly calendars = new CalendarRegistry();
  /** Latest name of each department and service item, for people, and the latest tree. */
  readonly names: ReferenceNames = noNames();

  constructor(
    private readonly buffer: FactBuffer,
    private readonly parking: Parking,
  ) {}

  load(rows: readonly Pick<ReferenceRow, 'position' | 'type' | 'data'>[]): void {
    for (const { position, type, data } of rows) {
      const event = decodeReferenceEvent(type, JSON.parse(data) as object);
      recordName(this.names, event);
      if (isCalendarEvent(event)) this.calendars.record(event, position);
    }
  }

  /**
   * A poison name is parked: no figure depends on it. A poison calendar is not: every due instant and every working time
   * after it would be wrong, in all requests and without a sign.
   * @returns the calendar that has changed, if one has.
   * @throws ProjectionStopped at a calendar's event that cannot be taken.
   */
  apply(event: RecordedEvent): string | null {
    if (this.parking.isBehind(event)) return null;
    try {
      const decoded = this.read(event);
      this.buffer.reference(event);
      recordName(this.names, decoded);
      return decoded.type === 'CalendarRevised' ? decoded.data.calendarId : null;
    } catch (error) {
      if (!(error instanceof Poison)) throw error;
      if (isCalendarStream(event.stream)) throw new ProjectionStopped(event.position, `${event.stream} revision ${event.revision}: ${error.code}, ${error.message}`);
      this.parking.park(event, error);
      return null;
    }
  }

  private read(event: RecordedEvent): ReferenceEvent {
    const decoded = readReferenceEvent(event);
    if (isCalendarEvent(decoded)) orPoison(() => this.calendars.record(decoded, event.position));
    return decoded;
  }
}
