import { isRequestId } from '../../service-request/domain/request-ids.js';
import type { EpochMs } from '../../kernel/instant.js';
import type { TextColumn, TimeColumn } from '../mapping/mapping.js';
import type { SourceRow } from '../reading/source-case.js';
import type { RowProblem, RowProblemCode } from './row-problem.js';

/** Null where the file has none: absent, empty, or a placeholder. Surrounding blanks are not part of a value. */
export function textOf(source: TextColumn, row: SourceRow): string | null {
  const text = source.column === null ? '' : (row.value(source.column)?.trim() ?? '');
  const value = text === '' || source.nulls.has(text) ? source.otherwise : text;
  return value === null ? null : source.prefix + value;
}

/** Reads the values of one row and keeps the first thing that is wrong with it. */
export class RowReader {
  problem: RowProblem | null = null;

  constructor(readonly row: SourceRow) {
    if (!row.wellFormed) this.wrong('FIELD_COUNT', '');
  }

  wrong(code: RowProblemCode, column: string): void {
    this.problem ??= { row: this.row, code, column };
  }

  id(source: TextColumn, missing: RowProblemCode): string {
    const id = this.optionalId(source);
    if (id === null) this.wrong(missing, source.column ?? '');
    return id ?? '';
  }

  optionalId(source: TextColumn | null): string | null {
    const id = source === null ? null : textOf(source, this.row);
    if (id !== null && !isUsableId(id)) this.wrong('ID_UNUSABLE', source?.column ?? '');
    return id;
  }

  time(source: TimeColumn): EpochMs {
    const ms = this.optionalTime(source);
    if (ms === null) this.wrong('TIME_MISSING', source.column);
    return ms ?? 0;
  }

  optionalTime(source: TimeColumn | null): EpochMs | null {
    const text = source === null ? '' : (this.row.value(source.column)?.trim() ?? '');
    if (source === null || text === '' || source.nulls.has(text)) return null;
    const ms = source.read(text);
    if (ms === null) this.wrong('TIME_UNREADABLE', source.column);
    return ms;
  }
}

const ID_LENGTH_MAX = 128;
/** What both a request id and an id of the reference data may be. */
const isUsableId = (id: string): boolean => id.length <= ID_LENGTH_MAX && isRequestId(id) && id.trim() !== '';
