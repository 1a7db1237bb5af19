import { CalendarRegistry } from '../../src/efficiency/projections/calendar-registry.js';
import { projectCalendarChange, projectEvent, type Projected, type ProjectedRequest } from '../../src/efficiency/projections/project.js';
import type { CalendarEvent } from '../../src/reference-data/domain/calendar-definition.js';
import type { Pinned, ServiceRequestEvent, ServiceRequestEventData, ServiceRequestEventType } from '../../src/service-request/domain/events.js';
import { parseWeek } from '../../src/working-time/parse-week.js';

export const PINNED: Pinned = {
  serviceItemVersion: 1, promisedLimit: null, statutoryLimit: null, route: [], calendarId: 'office', calendarVersion: 1, clockStart: 'RECEIPT',
  warningShare: 0.9,
};
/** Mon-Fri 09:00-12:00 and 13:30-17:00 in UTC: 6.5 working hours a day. */
export const OFFICE: CalendarEvent = {
  type: 'CalendarDefined',
  data: { calendarId: 'office', version: 1, zone: 'UTC', week: parseWeek('Mon-Fri 09:00-12:00 13:30-17:00'), overrides: {}, announcedThrough: null },
};

type Extra<T extends ServiceRequestEventType> = Partial<ServiceRequestEventData[T]>;

/** Tells one request's story event by event, at positions 10, 20, 30, … */
export class Story {
  readonly calendars = new CalendarRegistry();
  readonly steps: Projected[] = [];
  request: ProjectedRequest | null = null;
  position = 0n;
  private revision = 0;

  constructor(private readonly pinned: Partial<Pinned> = {}) {
    this.calendars.record(OFFICE, 1n);
  }

  received(occurredAt: string, departmentId: string, extra: Extra<'RequestReceived'> = {}): this {
    const own = { serviceItemCode: 'ITEM', channel: 'COUNTER', urgency: 'NORMAL' as const, applicant: null };
    return this.then('RequestReceived', occurredAt, departmentId, { ...PINNED, ...this.pinned, ...own, ...extra });
  }

  transferred(occurredAt: string, from: string, to: string): this {
    return this.then('RequestTransferred', occurredAt, from, { fromDepartmentId: from, toDepartmentId: to });
  }

  completed(occurredAt: string, departmentId: string): this {
    return this.then('RequestCompleted', occurredAt, departmentId, { outcome: 'RESOLVED' });
  }

  then<T extends ServiceRequestEventType>(type: T, occurredAt: string, departmentId: string, extra: Extra<T> = {}): this {
    const common = { hallId: 'hall', requestId: 'R1', occurredAt: instantOf(occurredAt), departmentId };
    const event = { type, data: { ...common, ...extra } } as unknown as ServiceRequestEvent;
    this.position += 10n;
    this.add(projectEvent(this.request, event, { position: this.position, revision: this.revision }, this.calendars));
    this.revision += 1;
    return this;
  }

  calendarRevised(effectiveFrom: string, overrides: Extract<CalendarEvent, { type: 'CalendarRevised' }>['data']['overrides'], version = 2): this {
    this.position += 10n;
    const data = { calendarId: 'office', version, effectiveFrom, week: null, overrides, announcedThrough: null };
    this.calendars.record({ type: 'CalendarRevised', data }, this.position);
    if (this.request !== null) this.add(projectCalendarChange(this.request, this.position, this.calendars));
    return this;
  }

  get facts() {
    return this.request!.facts;
  }

  private add(projected: Projected): void {
    this.steps.push(projected);
    this.request = projected.request;
  }
}

/** '03-02 09:00' is 2026-03-02T09:00:00.000Z, a Monday. */
export const instantOf = (text: string): string => (text.includes('T') ? text : `2026-${text.replace(' ', 'T')}:00.000Z`);
export const ms = (text: string): number => Date.parse(instantOf(text));
export const hours = (n: number): number => n * 3_600_000;
