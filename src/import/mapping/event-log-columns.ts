import { EVENT_COLUMNS, EVENT_LOG, columnOfField } from '../../service-request/domain/event-log-columns.js';
import { FLAT_FIELDS } from '../../service-request/domain/flat-events.js';
import type { Fields } from './fields.js';

/** Columns of an event log by the name of what they hold: `occurredAt`, `event.position`, `promisedLimit.amount`. */
export type EventLogColumns = ReadonlyMap<string, string>;

const { transition: _transition, ...COMMON } = EVENT_LOG;
const OF_EVENT = (['position', 'revision', 'claimedOccurredAt', 'source', 'sourceId'] as const).map((name) => [`event.${name}`, EVENT_COLUMNS[name]] as const);

/** As this product's own exports name them. */
const DEFAULTS: EventLogColumns = new Map<string, string>([
  ...Object.entries(COMMON), ...OF_EVENT, ...FLAT_FIELDS.map(({ path }) => [path, columnOfField(path)] as const),
]);
export const EVENT_LOG_KEYS: readonly string[] = [...DEFAULTS.keys()];
/** Without these no row says anything. */
export const EVENT_LOG_NEEDED: readonly string[] = ['subject', 'type', 'occurredAt', 'departmentId'];

/** A mapping names only the columns that are called otherwise. */
export const eventLogColumns = (columns: Fields): EventLogColumns =>
  new Map([...DEFAULTS].map(([name, column]) => [name, columns.text(name) ?? column]));
