import type { RecordedEvent } from '../../../event-store/event-store.port.js';
import { columnOfField, EVENT_LOG } from '../../../service-request/domain/event-log-columns.js';
import { FLAT_FIELDS, type FlatKind, type FlatValue, flatten } from '../../../service-request/domain/flat-events.js';
import { csvLine, type CsvValue } from './csv-text.js';
import { ROW_COLUMNS, rowOf } from './event-row.js';
import type { RequestEvents } from './request-events.js';

export const HISTORY_COLUMNS: readonly string[] = [EVENT_LOG.subject, ...ROW_COLUMNS, ...FLAT_FIELDS.map(({ path }) => columnOfField(path))];

/** A row an event, requests in order and each one's events in theirs. Lists and numbers by name are JSON. */
export async function* historiesCsv(requests: AsyncIterable<RequestEvents>): AsyncGenerator<string> {
  yield csvLine(HISTORY_COLUMNS);
  for await (const { hallId, requestId, events } of requests) yield events.map((event) => line(`${hallId}.${requestId}`, event)).join('');
}

function line(subject: string, event: RecordedEvent): string {
  const own = new Map(rowOf(event).map(({ column, kind, value }) => [column, csvValue(kind, value)]));
  const values = flatten(event.data);
  return csvLine([subject, ...ROW_COLUMNS.map((column) => own.get(column)), ...FLAT_FIELDS.map(({ path, kind }) => csvValue(kind, values.get(path)))]);
}

function csvValue(kind: FlatKind, value: FlatValue | undefined): CsvValue {
  if (value === undefined || typeof value === 'number') return value;
  if (typeof value !== 'string') return { plain: JSON.stringify(value) };
  return kind === 'text' ? value : { plain: value };
}
