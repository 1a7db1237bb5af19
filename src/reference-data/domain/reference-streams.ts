import type { ReferenceEvent, ReferenceEventType } from './events.js';

/** Names every stream of reference data, so that a start reads those and not the whole log. */
export const INDEX_STREAM = 'referenceData-index';

export const departmentStream = (departmentId: string): string => `department-${departmentId}`;
export const officerStream = (officerId: string): string => `officer-${officerId}`;
export const serviceItemStream = (code: string): string => `serviceItem-${code}`;
export const calendarStream = (calendarId: string): string => `calendar-${calendarId}`;

export const REFERENCE_CATEGORIES: readonly string[] = ['department', 'officer', 'serviceItem', 'calendar', 'referenceData'];
const CATEGORIES: ReadonlySet<string> = new Set(REFERENCE_CATEGORIES);

export const isReferenceStream = (stream: string): boolean => CATEGORIES.has(stream.slice(0, Math.max(0, stream.indexOf('-'))));

const TYPES = {
  DepartmentRegistered: true, DepartmentRenamed: true, OfficerRegistered: true, ServiceItemRegistered: true,
  ServiceItemRevised: true, CalendarDefined: true, CalendarRevised: true, ReferenceStreamOpened: true,
} as const satisfies Record<ReferenceEventType, true>;
export const REFERENCE_EVENT_TYPES = Object.keys(TYPES) as readonly ReferenceEventType[];

const isReferenceEventType = (type: string): type is ReferenceEventType => Object.hasOwn(TYPES, type);

/**
 * A stored event as the rules read it; its shape was checked before it was stored and is trusted.
 * @throws Error naming the type, when this version does not know it.
 */
export function decodeReferenceEvent(type: string, data: object): ReferenceEvent {
  if (!isReferenceEventType(type)) throw new Error(`Unknown reference data event type: ${JSON.stringify(type)}`);
  return { type, data } as ReferenceEvent;
}
