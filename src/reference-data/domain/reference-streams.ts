import { eventCodec, type Upcaster } from '../../kernel/event-codec.js';
import { REFERENCE_SHAPES } from './event-shapes.js';
import type { ReferenceEvent, ReferenceEventType } from './events.js';

/** Names every stream of reference data, so that a start reads those and not the whole log. */
export const INDEX_STREAM = 'referenceData-index';

export const departmentStream = (departmentId: string): string => `department-${departmentId}`;
export const officerStream = (officerId: string): string => `officer-${officerId}`;
export const serviceItemStream = (code: string): string => `serviceItem-${code}`;
export const formulaStream = (formulaId: string): string => `assessmentFormula-${formulaId}`;
export const calendarStream = (calendarId: string): string => `calendar-${calendarId}`;

/** The stream an event stands in. */
export function streamOfReference({ data }: ReferenceEvent): string {
  if ('stream' in data) return INDEX_STREAM;
  if ('departmentId' in data) return departmentStream(data.departmentId);
  if ('officerId' in data) return officerStream(data.officerId);
  if ('code' in data) return serviceItemStream(data.code);
  return 'formulaId' in data ? formulaStream(data.formulaId) : calendarStream(data.calendarId);
}

export const REFERENCE_CATEGORIES: readonly string[] = ['department', 'officer', 'serviceItem', 'calendar', 'assessmentFormula', 'referenceData'];
const CATEGORIES: ReadonlySet<string> = new Set(REFERENCE_CATEGORIES);

export const isReferenceStream = (stream: string): boolean => CATEGORIES.has(stream.slice(0, Math.max(0, stream.indexOf('-'))));

/** From older stored versions to the latest, one step each. None yet. */
const UPCASTERS: readonly Upcaster[] = [];
const codec = eventCodec<ReferenceEvent>('reference data', REFERENCE_SHAPES, UPCASTERS);

export const REFERENCE_EVENT_TYPES = Object.keys(REFERENCE_SHAPES) as readonly ReferenceEventType[];
/** Those and the older versions that are only read. */
export const STORED_REFERENCE_TYPES = codec.storedTypes;

/**
 * A stored event as the rules read it, in the latest version of its type.
 * @param unreadable why the store could not read its payload, if so.
 * @throws UndecodableEvent, saying which, when it cannot be read, is of an unknown type or of a shape that was never stored.
 */
export const decodeReferenceEvent = (type: string, data: object, unreadable?: string): ReferenceEvent =>
  codec.decode(type, data, unreadable);
