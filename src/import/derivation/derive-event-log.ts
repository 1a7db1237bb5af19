import type { ReferenceView } from '../../reference-data/domain/reference-view.js';
import { PINNED_FIELDS } from '../../service-request/domain/flat-events.js';
import { receive } from '../../service-request/domain/receipt.js';
import type { EventLogReading } from '../mapping/mapping.js';
import type { SourceCase, SourceRow } from '../reading/source-case.js';
import type { DerivedCase, DerivedStep } from './derived.js';
import { eventText, type ReadEvent, readEvent } from './read-event.js';
import type { RowProblem } from './row-problem.js';

/** The rows of one pass over the file: those the log took after one position and up to another. */
export interface EventLogPass {
  readonly after: bigint | null;
  readonly upTo: bigint | null;
  /** What a receipt of this pass pins; null: whatever is registered. */
  readonly reference: ReferenceView | null;
  readonly overtaken: boolean;
}
export interface EventLogCase {
  readonly found: DerivedCase | null;
  readonly problems: readonly RowProblem[];
  readonly rows: number;
  /** The case's first row is among them. */
  readonly begins: boolean;
}

const PINNED_NAMES = [...new Set(PINNED_FIELDS.map(({ path }) => path.split('.')[0] ?? path))];

/** One event a row, in the order the log had them, else in that of the file; null when none of the rows is of this pass. */
export function deriveEventLog(source: SourceCase, reading: EventLogReading, pass: EventLogPass, fallbackSource: string): EventLogCase | null {
  const all = inOrder(source.rows, reading);
  const rows = all.filter((row) => isOf(pass, positionOf(row, reading)));
  const [first] = all;
  if (first === undefined || rows.length === 0) return null;
  const problems: RowProblem[] = [];
  const read: ReadEvent[] = [];
  for (const row of rows) {
    const found = readEvent(row, reading);
    const problem = 'problem' in found ? found.problem : termsProblem(found.read, pass.reference);
    if (problem !== null) problems.push(problem);
    else if ('read' in found) read.push(found.read);
  }
  return { found: caseOf(read, { source: eventText(first, 'event.source', reading) ?? fallbackSource, overtaken: pass.overtaken }, fallbackSource), problems, rows: rows.length, begins: rows[0] === first };
}

function caseOf(events: readonly ReadEvent[], known: Pick<DerivedCase, 'source' | 'overtaken'>, fallbackSource: string): DerivedCase | null {
  const [first] = events;
  if (first === undefined) return null;
  const ids = new Map<string, number>();
  const steps = events.map((event): DerivedStep => ({
    row: event.row, event: event.event.type, expected: null,
    submitted: { source: event.source ?? fallbackSource, id: event.id ?? unique(ids, event), command: event.command },
  }));
  return { ...first.ids, ...known, steps, unchangedRows: 0 };
}

/** What happened when: the same event has the same id in another export. */
function unique(ids: Map<string, number>, { event: { type, data } }: ReadEvent): string {
  const id = type === 'RequestReceived' ? type : `${type}@${data.occurredAt}`;
  const count = (ids.get(id) ?? 0) + 1;
  ids.set(id, count);
  return count === 1 ? id : `${id}#${count}`;
}

/** A receipt pins the terms as they are registered here: where they are other ones than it says, its figures would be too. */
function termsProblem({ row, command, pinned }: ReadEvent, reference: ReferenceView | null): RowProblem | null {
  if (reference === null || pinned === null || command.type !== 'ReceiveRequest') return null;
  const receipt = receive({ ...command.data, applicant: null }, Date.parse(command.data.occurredAt), reference);
  if ('rejection' in receipt) return null; // Which the rules will say.
  const differing = PINNED_NAMES.find((name) => textOf(pinned, name) !== textOf(receipt.data, name));
  return differing === undefined ? null : { row, code: 'TERMS_DIFFER', column: differing };
}

const textOf = (terms: object, name: string): string => {
  const value = (terms as Readonly<Record<string, unknown>>)[name];
  return JSON.stringify(typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value).sort() : value);
};

function inOrder(rows: readonly SourceRow[], reading: EventLogReading): readonly SourceRow[] {
  const numbered = rows.map((row, place) => ({ row, place, revision: numberOf(row, 'event.revision', reading) }));
  if (numbered.some(({ revision }) => revision === null)) return rows;
  return numbered.sort((a, b) => Number((a.revision ?? 0n) - (b.revision ?? 0n)) || a.place - b.place).map(({ row }) => row);
}

export const positionOf = (row: SourceRow, reading: Pick<EventLogReading, 'columns' | 'nulls'>): bigint | null => numberOf(row, 'event.position', reading);

function numberOf(row: SourceRow, name: string, reading: Pick<EventLogReading, 'columns' | 'nulls'>): bigint | null {
  const text = eventText(row, name, reading);
  return text !== null && /^\d{1,19}$/.test(text) ? BigInt(text) : null;
}

/** Rows without a position are of the first pass. */
function isOf({ after, upTo }: EventLogPass, position: bigint | null): boolean {
  if (position === null) return after === null;
  return (after === null || position > after) && (upTo === null || position <= upTo);
}
