import { categoryOf } from '../event-store/event-store.port.js';

/** Streams of this service, by category. An EventStoreDB server may hold streams of others beside them. */
const CHAINED = ['serviceRequest', 'department', 'officer', 'serviceItem', 'calendar', 'referenceData'];
/** Leases say who runs a timer, with fencing tokens that must go on growing; they are not evidence and carry no hashes. */
const UNCHAINED = ['lease'];

export const OUR_CATEGORIES: readonly string[] = [...CHAINED, ...UNCHAINED];
const ours = new Set(OUR_CATEGORIES);
const unchained = new Set(UNCHAINED);

export const isOurs = (stream: string): boolean => ours.has(categoryOf(stream));
export const mayBeUnchained = (stream: string): boolean => unchained.has(categoryOf(stream));
