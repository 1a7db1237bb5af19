/** One row of a log as the file has it. Columns are asked for by name, so that wide files cost no object per row. */
export interface SourceRow {
  /** Line of the uncompressed file on which the row begins, from 1. */
  readonly line: number;
  /** Undefined where the attribute is absent. Trace attributes of XES are columns named `case:<key>`. */
  value(column: string): string | undefined;
  /** The whole row; what the import does not read of it reaches no file. */
  original(): Readonly<Record<string, string>>;
  /** False when a CSV row has more or fewer fields than the header. */
  readonly wellFormed: boolean;
}

/** Rows of one case in file order. A case without rows has only its head: what stands on the case itself. */
export interface SourceCase {
  readonly head: SourceRow;
  readonly rows: readonly SourceRow[];
}

/** Batches, not single cases: an await per row would cost more than reading it. */
export type CaseBatches = AsyncIterable<readonly SourceCase[]>;

/** Longest case that is held in memory. */
export const CASE_ROWS_MAX = 100_000;
/** Longest CSV record. */
export const RECORD_CHARACTERS_MAX = 1024 * 1024;
/** Widest CSV record or XES attribute list, in fields. */
export const FIELDS_MAX = 1_000;
