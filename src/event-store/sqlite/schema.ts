/** Handed to the worker at its start, which can import nothing of ours. */
export interface LogSchema {
  readonly applicationId: number;
  readonly version: number;
  readonly sql: string;
}

/**
 * `position` grows in commit order: SQLite has one writer at a time, so a reader never sees a gap that fills later.
 * AUTOINCREMENT, because the place of an append that was undone must not be given away again.
 */
export const logSchema: LogSchema = {
  applicationId: 0x5e71_7106,
  version: 1,
  sql: `
    CREATE TABLE streams (
      stream_no INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE events (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      stream_no INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
      type TEXT NOT NULL,
      data TEXT NOT NULL,
      metadata TEXT NOT NULL,
      UNIQUE (stream_no, revision)
    ) STRICT;`,
};
