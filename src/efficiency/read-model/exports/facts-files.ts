import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { FactKind } from '../../projections/facts.js';
import type { SqlParams } from '../duckdb-connection.js';
import type { Facts } from '../facts.js';
import { paramsOf, usedParams, type Scope } from '../figures/scope.js';
import { knownOfficers } from '../known-officers.js';
import { csvLine, type CsvValue } from './csv-text.js';
import { exportedColumns, factsSql } from './facts-relation.js';

/** Of the database that reads the file for a table; it holds one row group. */
const READER_MEMORY_MB = 128;

/** The bytes of a Parquet file, which is written first: its index stands at its end. */
export async function* factsParquet(facts: Facts, kind: FactKind, scope: Scope): AsyncGenerator<Buffer> {
  yield* inTemporaryFolder(async function* (folder) {
    const file = await writeParquet(facts, kind, scope, folder);
    yield* createReadStream(file) as AsyncIterable<Buffer>;
  });
}

/**
 * A record a row. It is read from a Parquet file of the answer, by a database of its own: a client that takes its time holds no
 * transaction open in the read model.
 */
export async function* factsCsv(facts: Facts, kind: FactKind, scope: Scope): AsyncGenerator<string> {
  const columns = exportedColumns(kind);
  yield* inTemporaryFolder(async function* (folder) {
    const file = await writeParquet(facts, kind, scope, folder);
    yield csvLine(columns.map(({ name }) => name));
    const selected = columns.map(({ name, isInstant }) => (isInstant ? `strftime("${name}", '%Y-%m-%dT%H:%M:%S.%gZ')` : `"${name}"`));
    yield* recordsOf(`SELECT ${selected.join(', ')} FROM read_parquet('${literal(file)}')`);
  });
}

async function* recordsOf(sql: string): AsyncGenerator<string> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: `${READER_MEMORY_MB}MB`, threads: '1' });
  const connection = await instance.connect();
  try {
    const result = await connection.stream(sql);
    for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      yield (chunk.getRows() as unknown as readonly (readonly CsvValue[])[]).map(csvLine).join('');
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function writeParquet(facts: Facts, kind: FactKind, scope: Scope, folder: string): Promise<string> {
  const file = join(folder, `${kind}.parquet`);
  const sql = `COPY (${factsSql(kind, scope)}) TO '${literal(file)}' (FORMAT PARQUET, COMPRESSION ZSTD)`;
  await facts.query(sql, usedParams(sql, { ...paramsOf(scope), ...(await peopleParams(facts, scope)) }));
  return file;
}

/** Officers and their pseudonyms, where whoever asks is told these. */
async function peopleParams(facts: Facts, { pseudonyms, position }: Scope): Promise<SqlParams> {
  if (pseudonyms === undefined) return {};
  const officers = [...await knownOfficers(facts, position)];
  return { people_officer: officers, people_pseudonym: officers.map((officer) => pseudonyms.officer(officer)) };
}

const literal = (text: string): string => text.replaceAll("'", "''");

/** Removed when the last piece is taken, when something fails, and when nobody takes any more. */
async function* inTemporaryFolder<T>(work: (folder: string) => AsyncGenerator<T>): AsyncGenerator<T> {
  const folder = await mkdtemp(join(tmpdir(), 'facts-export-'));
  try {
    yield* work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
