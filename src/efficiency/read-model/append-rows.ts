import { DuckDBDataChunk, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';

/** DuckDB's vector size: rows a chunk can hold. */
const CHUNK_ROWS = 2048;

/** Appends rows, given by column, through the appender inside the connection's transaction. */
export async function appendRows(connection: DuckDBConnection, table: string, columns: readonly (readonly DuckDBValue[])[]): Promise<void> {
  const rows = columns[0]?.length ?? 0;
  if (rows === 0) return;
  const appender = await connection.createAppender(table);
  const types = columns.map((_, index) => appender.columnType(index));
  for (let first = 0; first < rows; first += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - first);
    const chunk = DuckDBDataChunk.create(types, count);
    columns.forEach((values, index) => chunk.setColumnValues(index, values.slice(first, first + count)));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}
