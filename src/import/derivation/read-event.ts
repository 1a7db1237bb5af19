import { toIso, type EpochMs, type IsoInstant } from '../../kernel/instant.js';
import { UndecodableEvent } from '../../kernel/event-codec.js';
import { unguardFormula } from '../../kernel/formula-guard.js';
import { decodeServiceRequestEvent, isServiceRequestEventType } from '../../service-request/domain/codec.js';
import { COMMAND_OF_EVENT, type ClearCommand } from '../../service-request/domain/commands.js';
import type { Pinned, ServiceRequestEvent } from '../../service-request/domain/events.js';
import { FLAT_FIELDS, type FlatField, type FlatValue, PINNED_FIELDS, unflatten } from '../../service-request/domain/flat-events.js';
import { parseSubject, type RequestIds } from '../../service-request/domain/request-ids.js';
import type { EventLogReading } from '../mapping/mapping.js';
import { CsvRow } from '../reading/csv-row.js';
import type { SourceRow } from '../reading/source-case.js';
import type { RowProblem, RowProblemCode } from './row-problem.js';

/** One row of an event log: the event it is, and the command that would record it again. */
export interface ReadEvent {
  readonly row: SourceRow;
  readonly ids: RequestIds;
  readonly event: ServiceRequestEvent;
  readonly command: ClearCommand;
  /** The terms a receipt says it pinned; null where the row has none. */
  readonly pinned: Pinned | null;
  /** The sender's own, where the row has them. */
  readonly source: string | null;
  readonly id: string | null;
}
export type EventRead = { readonly read: ReadEvent } | { readonly problem: RowProblem };

class Unreadable extends Error {
  constructor(
    readonly code: RowProblemCode,
    readonly column: string,
  ) {
    super(code);
  }
}

/** A row has at most a few hundred departments on its route. */
const ITEMS_MAX = 1_000;
const UNSEALED_TERMS: Pinned = {
  serviceItemVersion: 1, promisedLimit: null, statutoryLimit: null, route: [], calendarId: '-', calendarVersion: 1, clockStart: 'RECEIPT', warningShare: 1,
};

/** Reads one row. What it says must be an event of its type, field by field; the rules then judge the command. */
export function readEvent(row: SourceRow, reading: EventLogReading): EventRead {
  try {
    return { read: new EventRow(row, reading).read() };
  } catch (error) {
    if (error instanceof Unreadable) return { problem: { row, code: error.code, column: error.column } };
    throw error;
  }
}

/** A text as the file has it; null where it has none. */
export function eventText(row: SourceRow, name: string, { columns, nulls }: Pick<EventLogReading, 'columns' | 'nulls'>): string | null {
  const said = row.value(columns.get(name) ?? name);
  if (said === undefined || said === '' || nulls.has(said)) return null;
  return row instanceof CsvRow ? unguardFormula(said) : said;
}

class EventRow {
  constructor(
    private readonly row: SourceRow,
    private readonly reading: EventLogReading,
  ) {}

  read(): ReadEvent {
    const { row } = this;
    if (!row.wellFormed) throw new Unreadable('FIELD_COUNT', '');
    const ids = this.ids();
    const type = this.needed('type', 'EVENT_MISSING');
    if (!isServiceRequestEventType(type)) throw new Unreadable('EVENT_UNKNOWN', this.column('type'));
    const values = this.values();
    const pinned = type === 'RequestReceived' && PINNED_FIELDS.some(({ path }) => values.has(path));
    const common = this.common(ids);
    const data = { ...(type === 'RequestReceived' && !pinned ? UNSEALED_TERMS : {}), ...unflatten(type, values), ...common };
    const event = this.decoded(type, data);
    const claimedAt = this.instantOr('event.claimedOccurredAt', null);
    const command = commandOf(event, claimedAt ?? event.data.occurredAt);
    return { row, ids, event, command, pinned: pinned ? (event.data as unknown as Pinned) : null, source: this.text('event.source'), id: this.text('event.sourceId') };
  }

  private ids(): RequestIds {
    const subject = this.needed('subject', 'CASE_MISSING');
    const ids = parseSubject(subject.includes('.') ? subject : `${this.reading.hallId}.${subject}`);
    if (ids === null) throw new Unreadable('ID_UNUSABLE', this.column('subject'));
    return ids;
  }

  private common({ hallId, requestId }: RequestIds): object {
    const officerId = this.text('officerId');
    const departmentId = this.needed('departmentId', 'HOLDER_MISSING');
    return { hallId, requestId, occurredAt: this.instantOr('occurredAt', 'TIME_MISSING'), departmentId, ...(officerId !== null && { officerId }) };
  }

  private values(): ReadonlyMap<string, FlatValue> {
    return new Map(FLAT_FIELDS.flatMap((field) => {
      const value = field.kind === 'texts' ? this.texts(field) : this.value(field);
      return value === null ? [] : [[field.path, value] as const];
    }));
  }

  private value({ path, kind }: FlatField): FlatValue | null {
    const text = this.text(path);
    if (text === null) return null;
    if (kind === 'instant') return this.instantOr(path, null);
    if (kind === 'text') return text;
    return kind === 'numbers' ? this.json(path, text) : this.number(path, text);
  }

  private number(path: string, text: string): number {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!Number.isFinite(value)) throw new Unreadable('FIELD_UNREADABLE', this.column(path));
    return value;
  }

  private json(path: string, text: string): FlatValue {
    try {
      return JSON.parse(text) as FlatValue;
    } catch {
      throw new Unreadable('FIELD_UNREADABLE', this.column(path));
    }
  }

  /** JSON in a table; in a log the items of a list, which are read under `<list>/<list>.1` and so on. */
  private texts({ path }: FlatField): FlatValue | null {
    const text = this.text(path);
    if (text !== null) return this.json(path, text);
    const items: string[] = [];
    const column = this.column(path);
    for (let place = 1; place <= ITEMS_MAX; place += 1) {
      const item = this.row.value(`${column}/${column}.${place}`);
      if (item === undefined) break;
      items.push(item);
    }
    return items.length === 0 ? null : items;
  }

  private instantOr(name: string, missing: RowProblemCode | null): IsoInstant | null {
    const text = missing === null ? this.text(name) : this.needed(name, missing);
    const ms: EpochMs | null = text === null ? null : this.reading.time(text.trim());
    if (text !== null && ms === null) throw new Unreadable('TIME_UNREADABLE', this.column(name));
    return ms === null ? null : toIso(ms);
  }

  private decoded(type: string, data: object): ServiceRequestEvent {
    try {
      return decodeServiceRequestEvent(type, data);
    } catch (error) {
      if (!(error instanceof UndecodableEvent)) throw error;
      const [, path = ''] = /data\.([\w.]+)/.exec(error.message) ?? [];
      throw new Unreadable('FIELD_UNREADABLE', path === '' ? '' : this.column(path));
    }
  }

  private needed(name: string, missing: RowProblemCode): string {
    const text = this.text(name);
    if (text === null) throw new Unreadable(missing, this.column(name));
    return text;
  }

  private text(name: string): string | null {
    return eventText(this.row, name, this.reading);
  }

  private column(name: string): string {
    return this.reading.columns.get(name) ?? name;
  }
}

/** What the sender said: the claimed instant, and of a receipt no terms but an explicit due instant, which is pinned as a limit. */
function commandOf({ type, data }: ServiceRequestEvent, occurredAt: IsoInstant): ClearCommand {
  const said = { ...data, occurredAt };
  if (type !== 'RequestReceived') return { type: COMMAND_OF_EVENT[type], data: said } as ClearCommand;
  const { hallId, requestId, departmentId, officerId, terminalId, serviceItemCode, channel, urgency, promisedLimit, statutoryLimit } = data;
  const sender = { ...(officerId !== undefined && { officerId }), ...(terminalId !== undefined && { terminalId }) };
  const due = promisedLimit?.unit === 'INSTANT' ? { dueAt: promisedLimit.dueAt }
    : statutoryLimit?.unit === 'INSTANT' ? { dueAt: statutoryLimit.dueAt, dueLimit: 'STATUTORY' as const } : {};
  return { type: 'ReceiveRequest', data: { hallId, requestId, occurredAt, departmentId, ...sender, serviceItemCode, channel, urgency, applicant: null, ...due } };
}
