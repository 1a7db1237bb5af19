import { toIso, type EpochMs, type IsoInstant } from '../../src/kernel/instant.js';
import type { CommandType, ServiceRequestCommand } from '../../src/service-request/domain/commands.js';
import type {
  Common,
  ServiceRequestEvent,
  ServiceRequestEventData,
  ServiceRequestEventType,
} from '../../src/service-request/domain/events.js';

/** Monday 2026-03-02 09:00 UTC: the receipt of every example request. */
export const RECEIVED_AT_MS: EpochMs = Date.UTC(2026, 2, 2, 9);
const MINUTE_MS = 60_000;

/** `minutes` after the receipt. */
export const instant = (minutes: number): IsoInstant => toIso(RECEIVED_AT_MS + Math.round(minutes * MINUTE_MS));

export const common = (minutes: number, departmentId: string): Common => ({
  hallId: 'hall-1',
  requestId: 'R-1',
  occurredAt: instant(minutes),
  departmentId,
});

/** What a type holds beyond the common fields; those may be overridden. */
type Beyond<Data> = Omit<Data, keyof Common> & Partial<Common>;

/** An event `minutes` after the receipt by one department. */
export function event<T extends ServiceRequestEventType>(
  type: T,
  minutes: number,
  departmentId: string,
  beyond: Beyond<ServiceRequestEventData[T]>,
): ServiceRequestEvent {
  return { type, data: { ...common(minutes, departmentId), ...beyond } } as ServiceRequestEvent;
}

type CommandData<T extends CommandType> = Extract<ServiceRequestCommand, { type: T }>['data'];

/** A command as a terminal says it, `minutes` after the receipt by one department. */
export function command<T extends CommandType>(
  type: T,
  minutes: number,
  departmentId: string,
  beyond: Beyond<CommandData<T>>,
): ServiceRequestCommand {
  return { type, data: { ...common(minutes, departmentId), ...beyond } } as ServiceRequestCommand;
}

type Received = ServiceRequestEventData['RequestReceived'];

/** A receipt at minute 0 by department A: 3 working days promised, 20 statutory. */
export const received = (over: Partial<Received> = {}): ServiceRequestEvent => ({
  type: 'RequestReceived',
  data: {
    ...common(0, 'A'),
    serviceItemCode: 'PERMIT',
    serviceItemVersion: 2,
    channel: 'COUNTER',
    urgency: 'NORMAL',
    applicant: null,
    promisedLimit: { unit: 'WORKING_DAY', amount: 3 },
    statutoryLimit: { unit: 'WORKING_DAY', amount: 20 },
    route: ['A', 'B', 'C'],
    calendarId: 'office',
    calendarVersion: 1,
    clockStart: 'RECEIPT',
    warningShare: 0.9,
    ...over,
  },
});

export const transferred = (minutes: number, from: string, to: string): ServiceRequestEvent =>
  event('RequestTransferred', minutes, from, { fromDepartmentId: from, toDepartmentId: to });
export const completed = (minutes: number, departmentId: string): ServiceRequestEvent =>
  event('RequestCompleted', minutes, departmentId, { outcome: 'GRANTED' });
export const suspended = (minutes: number, departmentId: string): ServiceRequestEvent =>
  event('RequestSuspended', minutes, departmentId, { cause: 'APPLICANT' });

export const transfer = (minutes: number, from: string, to: string): ServiceRequestCommand =>
  command('TransferRequest', minutes, from, { fromDepartmentId: from, toDepartmentId: to });
export const complete = (minutes: number, departmentId: string): ServiceRequestCommand =>
  command('CompleteRequest', minutes, departmentId, { outcome: 'GRANTED' });
