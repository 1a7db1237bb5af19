import type { RecordedEvent } from '../../../event-store/event-store.port.js';
import { EVENT_COLUMNS, EVENT_LOG } from '../../../service-request/domain/event-log-columns.js';
import type { FlatKind } from '../../../service-request/domain/flat-events.js';

export interface RowValue {
  readonly column: string;
  readonly kind: Exclude<FlatKind, 'texts' | 'numbers'>;
  readonly value: string | number;
}
type Read = (event: RecordedEvent) => unknown;

const metadata = (name: string): Read => (event) => event.metadata[name];
const sourceOf = ({ metadata: { source } }: RecordedEvent): Readonly<Record<string, unknown>> => (typeof source === 'object' && source !== null ? source : {}) as Readonly<Record<string, unknown>>;

const COLUMNS: readonly { readonly column: string; readonly kind: RowValue['kind']; readonly read: Read }[] = [
  { column: EVENT_LOG.type, kind: 'text', read: ({ type }) => type },
  { column: EVENT_LOG.occurredAt, kind: 'instant', read: ({ data }) => data['occurredAt'] },
  { column: EVENT_LOG.departmentId, kind: 'text', read: ({ data }) => data['departmentId'] },
  { column: EVENT_LOG.officerId, kind: 'text', read: ({ data }) => data['officerId'] },
  // A domain event has happened: of the states an activity may have that is this one.
  { column: EVENT_LOG.transition, kind: 'text', read: () => 'complete' },
  { column: EVENT_COLUMNS.position, kind: 'int', read: ({ position }) => position.toString() },
  { column: EVENT_COLUMNS.revision, kind: 'int', read: ({ revision }) => revision.toString() },
  { column: EVENT_COLUMNS.id, kind: 'text', read: ({ id }) => id },
  { column: EVENT_COLUMNS.recordedAt, kind: 'instant', read: metadata('recordedAt') },
  { column: EVENT_COLUMNS.claimedOccurredAt, kind: 'instant', read: metadata('claimedOccurredAt') },
  { column: EVENT_COLUMNS.principal, kind: 'text', read: metadata('principal') },
  { column: EVENT_COLUMNS.source, kind: 'text', read: (event) => sourceOf(event)['source'] },
  { column: EVENT_COLUMNS.sourceId, kind: 'text', read: (event) => sourceOf(event)['id'] },
  { column: EVENT_COLUMNS.hash, kind: 'text', read: metadata('hash') },
];

/** Columns that every event's row has, before those of its data. */
export const ROW_COLUMNS: readonly string[] = COLUMNS.map(({ column }) => column);

/** What an event says under them; what is absent is left out. */
export const rowOf = (event: RecordedEvent): readonly RowValue[] =>
  COLUMNS.flatMap(({ column, kind, read }) => {
    const value = read(event);
    return typeof value === 'string' || typeof value === 'number' ? [{ column, kind, value }] : [];
  });
