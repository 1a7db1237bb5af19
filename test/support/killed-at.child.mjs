/**
 * Projects a log and kills itself at a boundary: node killed-at.child.mjs COMPILED LOG MODEL BATCH POINT COUNT
 * POINT is where, COUNT how often it is passed before. Prints `done` once everything is projected. The points are made here,
 * around the methods of the real classes: the product has none.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';

const [compiled, log, file, batchEventsMax, point, count] = process.argv.slice(2);
const load = (path) => import(join(compiled, path));
const { SqliteEventStore } = await load('event-store/sqlite/sqlite.event-store.js');
const { DuckDbReadModel } = await load('efficiency/read-model/duckdb-read-model.js');
const { FactsProjection } = await load('efficiency/read-model/facts-projection.js');
const { ProjectionHost } = await load('projection-host/projection-host.js');
const { SideEffects } = await load('projection-host/side-effects.js');

let passes = 0;
const at = (name) => {
  if (name !== point) return;
  passes += 1;
  if (passes > Number(count)) process.kill(process.pid, 'SIGKILL');
};
const around = (target, method, before, after) => {
  const real = target[method].bind(target);
  target[method] = (...args) => {
    before(...args);
    const result = real(...args);
    if (typeof result?.then === 'function') return result.then((value) => { after(...args); return value; });
    after(...args);
    return result;
  };
};
const nothing = () => undefined;

const store = await SqliteEventStore.open(log);
const model = await DuckDbReadModel.open(file, { memoryMb: 100 });
const projection = new FactsProjection(store, model);
around(projection, 'apply', () => at('before-handling'), () => at('after-handling'));
around(projection, 'commit', () => at('before-commit'), () => at('after-commit'));
const { writer } = model;
let [commits, tables] = [0, 0];
around(writer, 'run', (sql) => { if (sql === 'COMMIT') at('before-the-database-commits'); }, (sql) => {
  if (sql === 'BEGIN') [commits, tables] = [commits + 1, 0];
  if (sql === 'BEGIN') at('after-begin');
  if (sql === 'COMMIT') at('after-the-database-committed');
});
around(writer, 'createAppender', () => { tables += 1; if (tables === 2) at('between-two-tables'); }, nothing);
around(writer, 'runAndReadAll', (sql) => { if (sql.includes('checkpoint =')) at('before-checkpoint'); }, (sql) => { if (sql.includes('checkpoint =')) at('after-checkpoint'); });

const effect = {
  name: 'told',
  run: async ({ position }) => {
    at('before-effect');
    writeSync(1, `effect ${position}\n`);
    at('after-effect');
  },
};
const host = new ProjectionHost(store, projection, {
  batchEventsMax: Number(batchEventsMax), stalledMs: 60_000, retryMs: 1, nowMs: () => 0,
  onError: (error) => { throw error; },
  onProgress: (position, caughtUp) => {
    at('after-the-host-noted-it');
    effects.committedUpTo(position);
    if (caughtUp && point === 'none') writeSync(1, 'done\n');
  },
});
const effects = new SideEffects(store, [effect], model, { retryMs: 1, onError: (error) => { throw error; }, caughtUp: () => host.caughtUp() });
around(model, 'keepHandled', () => at('before-mark'), () => at('after-mark'));
host.start();
// Whoever starts a test says how far effects are: only then does it serve.
if ((await model.handled('told')) !== null || point === 'none') effects.start(await model.checkpoint());
if (point !== 'none') {
  await host.caughtUp();
  await new Promise((resolve) => setTimeout(resolve, 300));
  writeSync(1, 'survived\n');
  process.exit(0);
}
