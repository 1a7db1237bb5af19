import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { appendRows } from './append-rows.js';
import { runSql, type SqlParams, type SqlRow } from './duckdb-connection.js';
import { columnsOf, type FactBatch, type ReferenceRow } from './fact-batch.js';
import { ReadModelBusy, ReadModelClosed, ReadModelInUse, type Facts } from './facts.js';
import type { ParkedFirst } from './parking.js';
import { READ_MODEL_VERSION, SCHEMA_STATEMENTS } from './schema.js';

export interface ReadModelOptions {
  /** DuckDB's own limit, in megabytes; what does not fit spills to `<file>.tmp`. */
  readonly memoryMb: number;
}
const READERS = 2;
const QUEUED_QUERIES_MAX = 200;
const TOO_MANY = 'Too many questions are waiting: ask the same again a little later. 排队的查询过多，请稍后重试。';

/** One DuckDB file of facts. One process owns it; readers see whole commits only. */
export class DuckDbReadModel implements Facts {
  private readonly idle: DuckDBConnection[];
  private readonly waiting: ((connection: DuckDBConnection) => void)[] = [];
  private closed = false;

  private constructor(
    readonly file: string,
    private readonly instance: DuckDBInstance,
    private readonly writer: DuckDBConnection,
    readers: readonly DuckDBConnection[],
  ) {
    this.idle = [...readers];
  }

  /** Opens or creates the file; null when it was written by another version of the projection. */
  static async open(file: string, { memoryMb }: ReadModelOptions): Promise<DuckDbReadModel | null> {
    const instance = await openFile(file, memoryMb);
    const writer = await instance.connect();
    const readers = await Promise.all(Array.from({ length: READERS }, () => instance.connect()));
    const model = new DuckDbReadModel(file, instance, writer, readers);
    if (await model.prepare()) return model;
    await model.close();
    return null;
  }

  private async prepare(): Promise<boolean> {
    const tables = await runSql(this.writer, "SELECT 1 AS found FROM duckdb_tables() WHERE table_name = 'model'");
    if (tables.length === 0) {
      await this.writer.run('BEGIN');
      for (const statement of SCHEMA_STATEMENTS) await this.writer.run(statement);
      await this.writer.run('COMMIT');
      return true;
    }
    const [row] = await runSql<{ version: number }>(this.writer, 'SELECT version FROM model');
    return row?.version === READ_MODEL_VERSION;
  }

  /** Position of the last event whose facts are committed. */
  async checkpoint(): Promise<bigint | null> {
    const [row] = await this.query<{ checkpoint: bigint | null }>('SELECT checkpoint FROM model');
    return row?.checkpoint ?? null;
  }

  /** Rows and checkpoint in one transaction: both or neither. */
  async commit(batch: FactBatch): Promise<void> {
    await this.writer.run('BEGIN');
    try {
      if (batch.unparked.length > 0) await runSql(this.writer, 'DELETE FROM parked WHERE list_contains($streams, stream)', { streams: batch.unparked });
      for (const { table, columns } of columnsOf(batch)) await appendRows(this.writer, table, columns);
      await runSql(this.writer, 'UPDATE model SET checkpoint = $checkpoint', { checkpoint: batch.checkpoint });
      await this.writer.run('COMMIT');
    } catch (error) {
      await this.writer.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  /** Where each parked stream stands still. */
  parkedFirsts(): Promise<readonly ParkedFirst[]> {
    return this.query<ParkedFirst & SqlRow>('SELECT stream, position, code, reason FROM parked WHERE behind IS NULL');
  }

  async referenceEvents(): Promise<readonly Pick<ReferenceRow, 'position' | 'type' | 'data'>[]> {
    return this.query<{ position: bigint; type: string; data: string }>('SELECT position, type, data FROM reference_events ORDER BY position');
  }

  /** Position of the last event whose side effect of this name was run; null when it never was live here. */
  async handled(effect: string): Promise<bigint | null> {
    return (await this.allHandled()).get(effect) ?? null;
  }

  async allHandled(): Promise<ReadonlyMap<string, bigint>> {
    const rows = await this.query<{ name: string; handled: bigint }>('SELECT name, handled FROM side_effects');
    return new Map(rows.map(({ name, handled }) => [name, handled]));
  }

  /** In a transaction of its own, beside the batches: no batch touches that table. */
  async keepHandled(effect: string, handled: bigint): Promise<void> {
    const connection = await this.instance.connect();
    try {
      await runSql(connection, 'INSERT OR REPLACE INTO side_effects VALUES ($effect, $handled)', { effect, handled });
    } finally {
      connection.closeSync();
    }
  }

  async query<T extends SqlRow>(sql: string, params: SqlParams = {}): Promise<readonly T[]> {
    if (this.closed) throw new ReadModelClosed(`${this.file} was let go`);
    const connection = await this.take();
    try {
      return await runSql<T>(connection, sql, params);
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.idle.push(connection);
      else next(connection);
    }
  }

  private take(): Promise<DuckDBConnection> {
    const connection = this.idle.pop();
    if (connection !== undefined) return Promise.resolve(connection);
    if (this.waiting.length >= QUEUED_QUERIES_MAX) return Promise.reject(new ReadModelBusy(TOO_MANY));
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Folds the write-ahead log into the file, so that the file alone is whole. */
  async checkpointFile(): Promise<void> {
    await this.writer.run('CHECKPOINT');
  }

  /** Waits for running queries, then lets the file go. */
  async close(): Promise<void> {
    this.closed = true;
    for (let reader = 0; reader < READERS; reader += 1) (await this.take()).closeSync();
    this.writer.closeSync();
    this.instance.closeSync();
  }
}

async function openFile(file: string, memoryMb: number): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(file, {
      memory_limit: `${memoryMb}MB`, threads: '2', temp_directory: `${file}.tmp`, preserve_insertion_order: 'false',
    });
  } catch (error) {
    if (!String(error).includes('Could not set lock')) throw error;
    throw new ReadModelInUse('Another service has the read model of this data folder open: stop it, or set DATA_DIR to another folder. 该数据目录正被另一服务使用。', { cause: error });
  }
}
