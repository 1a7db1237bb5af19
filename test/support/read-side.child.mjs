/**
 * Projects a log into a read model until it is killed: node read-side.child.mjs COMPILED LOG MODEL BATCH
 * Prints `at POSITION` after each commit, `done` once everything is projected.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';

const [compiled, log, file, batchEventsMax] = process.argv.slice(2);
const load = (path) => import(join(compiled, path));
const { SqliteEventStore } = await load('event-store/sqlite/sqlite.event-store.js');
const { DuckDbReadModel } = await load('efficiency/read-model/duckdb-read-model.js');
const { FactsProjection } = await load('efficiency/read-model/facts-projection.js');
const { ProjectionHost } = await load('projection-host/projection-host.js');

const store = await SqliteEventStore.open(log);
const model = await DuckDbReadModel.open(file, { memoryMb: 100 });
const host = new ProjectionHost(store, new FactsProjection(store, model), {
  batchEventsMax: Number(batchEventsMax), stalledMs: 60_000, retryMs: 1, nowMs: () => 0,
  onError: (error) => { throw error; },
  onProgress: (position, caughtUp) => writeSync(1, caughtUp ? 'done\n' : `at ${position}\n`),
});
host.start();
