import { categoryOf } from '../event-store/event-store.port.js';

/**
 * Streams of this service, by category; every event in them is chained. An EventStoreDB server may hold streams of others
 * beside them. Leases belong to the log too: their fencing tokens must go on growing where it moves to.
 */
export const OUR_CATEGORIES: readonly string[] = ['serviceRequest', 'department', 'officer', 'serviceItem', 'calendar', 'assessmentFormula', 'referenceData', 'lease', 'warning', 'rectification', 'historyRead', 'historySearch', 'terminal', 'erasure'];
const ours = new Set(OUR_CATEGORIES);

export const isOurs = (stream: string): boolean => ours.has(categoryOf(stream));
