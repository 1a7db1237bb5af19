import type { SqlParams, SqlRow } from './duckdb-connection.js';

/** Whoever answers SQL over the facts: one file, or the service that may swap files in between. */
export interface Facts {
  query<T extends SqlRow>(sql: string, params?: SqlParams): Promise<readonly T[]>;
}

/** The file was let go, because a rebuilt one took its place or the process stops. */
export class ReadModelClosed extends Error {
  override readonly name = 'ReadModelClosed';
}

/** Another process has the file open: one process owns a read model. */
export class ReadModelInUse extends Error {
  override readonly name = 'ReadModelInUse';
}

/** More questions at once than the read model takes; the same one again a little later is answered. */
export class ReadModelBusy extends Error {
  override readonly name = 'ReadModelBusy';
  readonly statusCode = 503;
}

/** No model of this version was up to the log yet: better no figure than one over a part of the log, or of another version. */
export class ReadModelRebuilding extends Error {
  override readonly name = 'ReadModelRebuilding';
  readonly statusCode = 503;
  readonly extensions = { code: 'READ_MODEL_REBUILDING', status: 503 };

  constructor() {
    super('The figures are being built from the log: ask the same again later; health tells how far they are. 正在由事件日志重建统计数据，请稍后重试。');
  }
}
