/**
 * A replica with one timer: node leased-timer.child.mjs COMPILED LOG HOLDER hang|end
 * Prints `run TOKEN` at the start of each run, which writes one event under its lease, and then ends or goes on for ever.
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [compiled, log, holder, manner] = process.argv.slice(2);
const load = (path) => import(join(compiled, path));
const { SqliteEventStore } = await load('event-store/sqlite/sqlite.event-store.js');
const { LeasedTimer } = await load('coordination/application/leased-timer.js');

const store = await SqliteEventStore.open(log);
const parts = {
  store, nowMs: () => Date.now(), monotonicMs: () => performance.now(),
  pause: (ms) => sleep(ms), sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
};
async function run(lease) {
  let expected = 'no-stream';
  for await (const { revision } of store.readStream('timer-output')) expected = revision;
  await lease.append('timer-output', expected, [{ id: randomUUID(), type: 'Ran', data: { holder }, metadata: { fence: lease.fence } }]);
  writeSync(1, `run ${lease.fence.token}\n`);
  if (manner === 'hang') await new Promise(() => setInterval(() => undefined, 1_000));
}
new LeasedTimer(parts, holder, { name: 'killed', everyMs: 1_000, ttlMs: 4_500, run, onError: (error) => writeSync(1, `error ${error.message}\n`) }).start();
