/** Why an import could not go on; rows that are merely refused are counted and written down instead. */
export type ImportErrorCode =
  | 'MAPPING_UNREADABLE'
  | 'MAPPING_INVALID'
  | 'FILE_UNREADABLE'
  | 'FILE_TRUNCATED' // the compressed stream ends early
  | 'FILE_DAMAGED' // the compressed stream does not decode
  | 'NOT_TEXT' // the bytes are not in the encoding the mapping names
  | 'MALFORMED_XML'
  | 'NOT_XES'
  | 'MALFORMED_CSV'
  | 'COLUMN_UNKNOWN' // the mapping names a column the file has not
  | 'CASE_TOO_LONG'
  | 'TOO_MANY_CASES'
  | 'TOO_MANY_NAMES'
  | 'REFERENCE_MISSING' // an event log without its reference data, and no calendar in the mapping
  | 'REFERENCE_UNREADABLE'
  | 'POSITIONS_MISSING' // of rows between which the reference data changes
  | 'TOO_MANY_CHANGES' // of the reference data, between the rows
  | 'REFERENCE_DIFFERS' // a calendar or service item is registered with other terms
  | 'REFERENCE_REFUSED'; // departments, service items or the calendar could not be registered

export class ImportError extends Error {
  override readonly name = 'ImportError';
  constructor(
    readonly code: ImportErrorCode,
    message: string,
    /** Line of the uncompressed file, from 1. */
    readonly line: number | null = null,
    options?: ErrorOptions,
  ) {
    super(line === null ? message : `line ${line}: ${message}`, options);
  }
}

/** The same error with the line the reader had reached, where it did not know one itself. */
export function atLine(error: unknown, line: number): unknown {
  if (!(error instanceof ImportError) || error.line !== null) return error;
  return new ImportError(error.code, error.message, line, { cause: error });
}
