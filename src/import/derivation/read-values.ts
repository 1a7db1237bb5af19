import type { EpochMs } from '../../kernel/instant.js';
import type { TimeColumn } from '../mapping/mapping.js';
import type { SourceRow } from '../reading/source-case.js';
import { isNone, type IdColumn } from './id-column.js';
import type { RowProblem, RowProblemCode } from './row-problem.js';

/** Reads the values of one row and keeps the first thing that is wrong with it. */
export class RowReader {
  problem: RowProblem | null = null;

  constructor(readonly row: SourceRow) {
    if (!row.wellFormed) this.wrong('FIELD_COUNT', '');
  }

  wrong(code: RowProblemCode, column: string): void {
    this.problem ??= { row: this.row, code, column };
  }

  id(source: IdColumn, missing: RowProblemCode): string {
    const id = this.optionalId(source);
    if (id === null) this.wrong(missing, source.name);
    return id ?? '';
  }

  optionalId(source: IdColumn | null): string | null {
    const id = source === null ? null : source.idOf(this.row);
    if (id === undefined) this.wrong('ID_UNUSABLE', source?.name ?? '');
    return id ?? null;
  }

  time(source: TimeColumn): EpochMs {
    const ms = this.optionalTime(source);
    if (ms === null) this.wrong('TIME_MISSING', source.column);
    return ms ?? 0;
  }

  optionalTime(source: TimeColumn | null): EpochMs | null {
    const text = source === null ? '' : (this.row.value(source.column)?.trim() ?? '');
    if (source === null || isNone(source.nulls, text)) return null;
    const ms = source.read(text);
    if (ms === null) this.wrong('TIME_UNREADABLE', source.column);
    return ms;
  }
}
