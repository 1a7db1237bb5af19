import { ImportError } from '../import-error.js';
import type { CsvRecord } from './csv-record.js';
import type { SourceRow } from './source-case.js';

/** Column names of a table and where they stand. */
export class Header {
  private readonly indexes: ReadonlyMap<string, number>;

  constructor(readonly names: readonly string[]) {
    this.indexes = new Map(names.map((name, index) => [name, index]));
    if (this.indexes.size === names.length) return;
    const twice = names.find((name, index) => names.indexOf(name) !== index) ?? '';
    throw new ImportError('MALFORMED_CSV', `the header names the column "${twice}" twice`, 1);
  }

  indexOf(name: string): number | undefined {
    return this.indexes.get(name);
  }
}

export class CsvRow implements SourceRow {
  constructor(
    readonly header: Header,
    private readonly record: CsvRecord,
  ) {}

  get line(): number {
    return this.record.line;
  }

  get fields(): readonly string[] {
    return this.record.fields();
  }

  get wellFormed(): boolean {
    return this.record.fieldCount === this.header.names.length;
  }

  value(column: string): string | undefined {
    const index = this.header.indexOf(column);
    return index === undefined ? undefined : this.record.field(index);
  }

  original(): Readonly<Record<string, string>> {
    return originalOf(this.header.names, this.fields);
  }
}

/** A row by its column names; fields beyond the header by their place, `#13`. */
export const originalOf = (names: readonly string[], fields: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(fields.map((field, index) => [names[index] ?? `#${index + 1}`, field]));
