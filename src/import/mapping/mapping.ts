import type { Outcome, SuspensionCause } from '../../service-request/domain/events.js';
import type { Limit } from '../../working-time/limit.js';
import type { CatalogueCalendar } from '../../reference-data/domain/catalogue.js';
import { type EventLogColumns, EVENT_LOG_NEEDED } from './event-log-columns.js';
import type { ReadTime } from './time-format.js';

/** `state-log`: a row is a state entered. `activity-log`: a row is a task ended. `case-table`: a row is a request with its dates. `event-log`: a row is an event of this product, with all its fields. */
export const SHAPES = ['state-log', 'activity-log', 'case-table', 'event-log'] as const;
export type Shape = (typeof SHAPES)[number];

/** Where a text comes from. Empty text and the placeholders are no value. */
export interface TextColumn {
  /** Null: nothing is read, `otherwise` always holds. */
  readonly column: string | null;
  readonly nulls: ReadonlySet<string>;
  /** Put before what was read, so that codes of different sources do not meet. */
  readonly prefix: string;
  /** Where the file has no value; null leaves it without one. */
  readonly otherwise: string | null;
}

export interface TimeColumn {
  readonly column: string;
  readonly nulls: ReadonlySet<string>;
  readonly read: ReadTime;
}

/** A state is entered by a row whose column has one of these values, or begins with one of these prefixes. */
export interface StateRule {
  readonly column: string;
  readonly values: ReadonlySet<string>;
  readonly prefixes: readonly string[];
}

export interface OutcomeColumn {
  readonly column: string;
  readonly nulls: ReadonlySet<string>;
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** Where the file has no value. A value that the mapping does not list is a problem of its row. */
  readonly otherwise: Outcome;
}

/** How the rows of an event log are read. */
export interface EventLogReading {
  readonly columns: EventLogColumns;
  readonly nulls: ReadonlySet<string>;
  readonly time: ReadTime;
  /** Of a case that names no hall. */
  readonly hallId: string;
}

/** A mapping file, checked and ready to read rows with. */
export interface ImportMapping {
  readonly hallId: string;
  /** Idempotency source of every command: `import:<source>`. */
  readonly source: string;
  readonly shape: Shape;
  readonly format: 'auto' | 'xes' | 'csv';
  readonly encoding: string;
  readonly delimiter: string;
  readonly caseId: TextColumn;
  readonly holder: TextColumn;
  readonly officer: TextColumn | null;
  readonly serviceItem: TextColumn;
  readonly channel: TextColumn;
  readonly outcome: OutcomeColumn | null;
  /** Logs: when the state was entered, or the task ended. */
  readonly time: TimeColumn | null;
  readonly received: TimeColumn | null;
  readonly due: TimeColumn | null;
  readonly closed: TimeColumn | null;
  readonly suspended: readonly (StateRule & { readonly cause: SuspensionCause })[];
  readonly completed: readonly StateRule[];
  /** Null: `calendarId` is one that is known already. */
  readonly calendar: CatalogueCalendar | null;
  readonly calendarId: string;
  readonly promised: Limit | null;
  readonly statutory: Limit | null;
  /** Of an event log only: where each field stands. */
  readonly eventLog: EventLogReading | null;
}

/** Every column the mapping names, for the check against a table's header. */
export function columnsOf(mapping: ImportMapping): readonly string[] {
  if (mapping.eventLog !== null) return EVENT_LOG_NEEDED.map((name) => mapping.eventLog?.columns.get(name) ?? name);
  const { caseId, holder, officer, serviceItem, channel, outcome, time, received, due, closed } = mapping;
  const read = [caseId, holder, officer, serviceItem, channel, outcome, time, received, due, closed];
  const states = [...mapping.suspended, ...mapping.completed];
  return [...new Set([...read, ...states].flatMap((source) => source?.column ?? []))];
}
