import type { ExpectedRevision } from './event-store.port.js';

export class RevisionConflict extends Error {
  override readonly name = 'RevisionConflict';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: ExpectedRevision,
  ) {
    super(
      expected === actual
        ? `${stream}: expected revision ${expected} was found, but an event id of the call is already recorded elsewhere`
        : `${stream}: expected revision ${expected}, found ${actual}`,
    );
  }
}

/** The store cannot answer now, or the outcome of a write is unknown. Safe to retry with the same event ids. */
export class EventStoreUnavailable extends Error {
  override readonly name = 'EventStoreUnavailable';
}

/** The file is another application's, or was written by a newer version of this one. A retry does not help. */
export class LogFileRefused extends Error {
  override readonly name = 'LogFileRefused';
}
