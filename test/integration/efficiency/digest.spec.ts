import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { buildModel } from '../../../src/efficiency/read-model/build-model.js';
import { runSql } from '../../../src/efficiency/read-model/duckdb-connection.js';
import type { Facts } from '../../../src/efficiency/read-model/facts.js';
import { differingTables, digestOfModel, type ModelDigest } from '../../../src/efficiency/read-model/model-digest.js';
import { openProjectedModel } from '../../../src/efficiency/read-model/projected-model.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { randomIntegers, runSeed } from '../../support/event-store/random.js';
import { appendAll, demoLog, withRevision, type LoggedEvent } from '../../support/read-side-log.js';

jest.setTimeout(240_000);

const CHANGED: Readonly<Record<string, (column: string) => string>> = {
  VARCHAR: (column) => `coalesce("${column}" || 'x', '')`,
  BOOLEAN: (column) => `coalesce(NOT "${column}", FALSE)`,
  BIGINT: (column) => `coalesce("${column}" - 1, 0)`,
  INTEGER: (column) => `coalesce("${column}" + 1, 0)`,
  DOUBLE: (column) => `coalesce("${column}" * (1 + 2e-16), 0)`,
};

describe('the digest of a read model', () => {
  const folder = mkdtempSync(join(tmpdir(), 'digest-'));
  const file = (name: string): string => join(folder, `${name}.duckdb`);
  const base = { memoryMb: 100, nowMs: () => 0 };
  const random = randomIntegers(runSeed);
  let events: readonly LoggedEvent[];
  let store: InMemoryEventStore;
  let clean: ModelDigest;
  beforeAll(async () => {
    const year = await demoLog({ seed: 21, requestsPerYear: 40 });
    const revised = { calendarId: 'cn-hall', version: 2, week: null, announcedThrough: null, effectiveFrom: '2026-03-25', overrides: { '2026-03-25': { spans: [] } } };
    events = withRevision(year, Math.floor(year.length / 2), revised);
    store = new InMemoryEventStore();
    await appendAll(store, events);
    clean = await buildModel(file('clean'), store, base);
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it(`is the same whatever the batches, the memory and the restarts were (SEED=${runSeed})`, async () => {
    expect(clean.position).toBe(await store.head());
    for (const batchEventsMax of [20 + random(50), 100 + random(900)]) {
      const digest = await buildModel(file('batches'), store, { ...base, batchEventsMax, factsInMemoryMax: [1, 60, 300_000][random(3)]! });
      expect(digest).toEqual(clean);
      rmSync(file('batches'));
    }
    const growing = new InMemoryEventStore();
    for (let from = 0; from < events.length;) {
      const to = from + 1 + random(Math.ceil(events.length / 4));
      await appendAll(growing, events.slice(from, to));
      from = to;
      const projected = (await openProjectedModel(file('restarted'), growing, { ...base, batchEventsMax: 20 + random(400), onError: (error) => { throw error; } }))!;
      await projected.host.caughtUp();
      if (from >= events.length) expect(await digestOfModel(projected.model, await growing.head())).toEqual(clean);
      await projected.close();
    }
  });

  it('at an earlier position is what a model said that had come no further', async () => {
    const position = (await store.readAll(null, 10_000))[Math.floor(events.length / 3)]!.position;
    const early = new InMemoryEventStore();
    await appendAll(early, events.slice(0, Math.floor(events.length / 3) + 1));
    const then = await buildModel(file('early'), early, base);
    expect(then.position).toBe(position);
    expect(await buildModel(file('later'), store, base, position)).toEqual(then);
    expect(then.digest).not.toBe(clean.digest);
  });

  describe('with one thing changed', () => {
    let instance: DuckDBInstance;
    let connection: DuckDBConnection;
    let facts: Facts;
    beforeAll(async () => {
      instance = await DuckDBInstance.create(file('clean'));
      connection = await instance.connect();
      facts = { query: (sql, params) => runSql(connection, sql, params) };
    });
    afterAll(() => {
      connection.closeSync();
      instance.closeSync();
    });

    async function after(...changes: readonly string[]): Promise<ModelDigest> {
      await connection.run('BEGIN');
      for (const change of changes) await connection.run(change);
      const digest = await digestOfModel(facts, clean.position);
      await connection.run('ROLLBACK');
      return digest;
    }
    const tables = () => facts.query<{ table_name: string; rows: bigint }>(
      "SELECT table_name, estimated_size AS rows FROM duckdb_tables() WHERE table_name NOT IN ('model', 'side_effects')");

    it('is another for every cell of every table', async () => {
      const filled = (await tables()).filter(({ rows }) => rows > 0n).map(({ table_name }) => table_name);
      expect(filled.length).toBeGreaterThan(13);
      const columns = await Promise.all(filled.map((table) => facts.query<{ column_name: string; data_type: string }>(
        `SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = '${table}'`)));
      // The first column of every table at once, then the second: a digest has a line for each table, so each change is told alone.
      for (let place = 0; place < Math.max(...columns.map(({ length }) => length)); place += 1) {
        const changed = filled.flatMap((table, index) => {
          const column = columns[index]?.[place];
          return column === undefined ? [] : [{ table, column: column.column_name, type: column.data_type }];
        });
        const other = await after(...changed.map(({ table, column, type }) =>
          `UPDATE "${table}" SET "${column}" = ${CHANGED[type]!(column)} WHERE rowid = (SELECT max(rowid) FROM "${table}")`));
        expect(other.digest).not.toBe(clean.digest);
        expect([place, differingTables(clean, other).toSorted()]).toEqual([place, changed.map(({ table }) => table).toSorted()]);
      }
      expect(await digestOfModel(facts, clean.position)).toEqual(clean);
    });

    it.each([
      ['a row is there twice', 'INSERT INTO receipts SELECT * FROM receipts LIMIT 1'],
      ['a row is there three times', 'INSERT INTO receipts SELECT one.* FROM (SELECT * FROM receipts LIMIT 1) one, range(2)'],
      ['a row is gone', 'DELETE FROM retractions WHERE rowid = 0'],
      ['two rows exchange a cell', 'UPDATE receipts SET at_ms = 1 + (SELECT sum(at_ms) FROM receipts WHERE rowid < 2) - at_ms - 1 WHERE rowid < 2'],
      ['a text moves into the next column', `UPDATE episodes SET department_a = department_a || department_b, department_b = '' WHERE rowid = 0`],
      ['nothing became an empty text', `UPDATE transfers SET ruling = '' WHERE ruling IS NULL`],
      ['a retraction names another kind', `UPDATE retractions SET kind = 'dues' WHERE rowid = (SELECT min(rowid) FROM retractions WHERE kind = 'segments')`],
    ])('is another when %s', async (_case, change) => {
      expect((await after(change)).digest).not.toBe(clean.digest);
    });

    it('does not ask in which order the rows lie, nor what came later, nor how far side effects are', async () => {
      expect(await after('CREATE OR REPLACE TABLE receipts AS SELECT * FROM receipts ORDER BY request DESC')).toEqual(clean);
      expect(await after(`INSERT INTO recalls SELECT ${clean.position! + 1n}, request, fact_key, department, at_ms FROM recalls`)).toEqual(clean);
      expect(await after("INSERT INTO side_effects VALUES ('warn', 7)")).toEqual(clean);
    });
  });
});
