import { existsSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { runSql } from './duckdb-connection.js';
import type { DuckDbReadModel } from './duckdb-read-model.js';

/** How far each side effect is: it goes from a model to the one that replaces it, so that none is lost and none begins anew. */
export type Marks = ReadonlyMap<string, bigint>;

/** Of a file that no process has open, of whatever version; none where it cannot be read. */
export async function marksOf(file: string): Promise<Marks> {
  if (!existsSync(file)) return new Map();
  let instance: DuckDBInstance | null = null;
  try {
    instance = await DuckDBInstance.create(file, { memory_limit: '64MB', threads: '1' });
    const connection = await instance.connect();
    const rows = await runSql<{ name: string; handled: bigint }>(connection, 'SELECT name, handled FROM side_effects');
    connection.closeSync();
    return new Map(rows.map(({ name, handled }) => [name, handled]));
  } catch {
    return new Map();
  } finally {
    instance?.closeSync();
  }
}

export async function carryMarks(marks: Marks, model: DuckDbReadModel): Promise<void> {
  for (const [name, handled] of marks) await model.keepHandled(name, handled);
}
