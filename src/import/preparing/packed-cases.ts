import { CsvRow, originalOf } from '../reading/csv-row.js';
import type { FileRow } from '../reading/source-case.js';
import type { ReadyCase } from './ready-case.js';

/**
 * A batch of cases as it crosses to another thread: one text for what every case needs, which is read faster than objects are
 * copied, and the rows each as a text of its own, which is only read when one is refused.
 */
export interface PackedCases {
  /** Each step's `row` is its place in `lines` and `originals`. */
  readonly cases: string;
  readonly lines: readonly number[];
  readonly originals: readonly string[];
  /** Column names of a table, whose originals are only their fields. */
  readonly header: readonly string[] | null;
}

interface Step<Row> {
  row: Row;
}
interface Case<Row> {
  readonly found: { readonly steps: readonly Step<Row>[] } | null;
}

/** Takes the cases over: afterwards they are nobody's. */
export function packCases(batch: readonly ReadyCase[]): PackedCases {
  const places = new Map<FileRow, number>();
  for (const { found } of batch as readonly Case<FileRow | number>[]) {
    for (const step of found?.steps ?? []) {
      const row = step.row as FileRow;
      const place = places.get(row) ?? places.size;
      places.set(row, place);
      step.row = place;
    }
  }
  const rows = [...places.keys()];
  const [first] = rows;
  return {
    cases: JSON.stringify(batch),
    lines: rows.map(({ line }) => line),
    originals: rows.map((row) => JSON.stringify(row instanceof CsvRow ? row.fields : row.original())),
    header: first instanceof CsvRow ? first.header.names : null,
  };
}

/** In place as well: copies of all of them would be work for the garbage collector. */
export function unpackCases({ cases, lines, originals, header }: PackedCases): readonly ReadyCase[] {
  const rows = lines.map((line, place) => new PackedRow(line, originals[place] ?? '{}', header));
  const batch = JSON.parse(cases) as readonly Case<FileRow | number>[];
  for (const { found } of batch) {
    for (const step of found?.steps ?? []) step.row = rows[step.row as number]!;
  }
  return batch as unknown as readonly ReadyCase[];
}

class PackedRow implements FileRow {
  constructor(
    readonly line: number,
    private readonly text: string,
    private readonly header: readonly string[] | null,
  ) {}

  original(): Readonly<Record<string, string>> {
    const parsed = JSON.parse(this.text) as Record<string, string> | readonly string[];
    return Array.isArray(parsed) ? originalOf(this.header ?? [], parsed) : (parsed as Record<string, string>);
  }
}
