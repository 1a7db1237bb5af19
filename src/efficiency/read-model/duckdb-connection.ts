import { BIGINT, BOOLEAN, DOUBLE, LIST, VARCHAR, listValue, type DuckDBConnection, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';

export type SqlValue = bigint | number | string | boolean | null | readonly string[] | readonly bigint[];
export type SqlParams = Readonly<Record<string, SqlValue>>;
export type SqlRow = Readonly<Record<string, unknown>>;

/** Runs one statement with named parameters; BIGINT comes back as bigint, DOUBLE and INTEGER as number. */
export async function runSql<T extends SqlRow>(connection: DuckDBConnection, sql: string, params: SqlParams = {}): Promise<readonly T[]> {
  const values: Record<string, DuckDBValue> = {};
  const types: Record<string, DuckDBType> = {};
  for (const [name, value] of Object.entries(params)) {
    values[name] = typeof value === 'object' && value !== null ? listValue([...value]) : value;
    types[name] = typeOf(value);
  }
  const reader = await connection.runAndReadAll(sql, values, types);
  return reader.getRowObjectsJS() as unknown as T[];
}

function typeOf(value: SqlValue): DuckDBType {
  if (typeof value === 'bigint') return BIGINT;
  if (typeof value === 'number') return DOUBLE;
  if (typeof value === 'boolean') return BOOLEAN;
  if (!Array.isArray(value)) return VARCHAR;
  return LIST(typeof value[0] === 'bigint' ? BIGINT : VARCHAR);
}
