// Durable appends through the store (its own thread, group commit, conflict and idempotency checks) against bare SQLite inserts
// of the same rows, 500 a transaction, WAL and synchronous=FULL in both.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchInserts } from '../../dist/import/bench-inserts.js';
import { SqliteEventStore } from '../../dist/event-store/sqlite/sqlite.event-store.js';
import { logSchema } from '../../dist/event-store/sqlite/schema.js';

const STREAMS = 20_000;
const IN_FLIGHT = 256;
const folder = mkdtempSync(join(tmpdir(), 'bench-store-'));
const event = (n) => ({
  id: randomUUID(), type: n === 0 ? 'RequestReceived' : 'RequestCompleted',
  data: { hallId: 'hall', requestId: `R${n}`, occurredAt: '2026-03-02T09:00:00.000Z', departmentId: 'planning', note: 'x'.repeat(150) },
  metadata: { recordedAt: '2026-03-02T09:00:01.000Z', principal: 'terminal-1', correlationId: randomUUID(), hash: 'f'.repeat(64), previousHash: 'e'.repeat(64) },
});
const work = Array.from({ length: STREAMS }, (_, index) => [`serviceRequest-hall.${index}`, [event(0), event(1)]]);

const store = await SqliteEventStore.open(join(folder, 'events.sqlite'));
const started = performance.now();
let next = 0;
await Promise.all(Array.from({ length: IN_FLIGHT }, async () => {
  while (next < work.length) {
    const [stream, events] = work[next++];
    await store.append(stream, 'no-stream', events);
  }
}));
const storeMs = performance.now() - started;
const { groups } = store.stats();
await store.close();

const rows = work.flatMap(([stream, events]) => events.map((one, index) => (
  { stream, revision: BigInt(index), id: one.id, type: one.type, data: JSON.stringify(one.data), metadata: JSON.stringify(one.metadata) })));
async function* pages() { for (let from = 0; from < rows.length; from += 1000) yield rows.slice(from, from + 1000); }
const bare = await benchInserts(pages(), logSchema.sql, folder);
rmSync(folder, { recursive: true, force: true });

const perSecond = (rows.length * 1000) / storeMs;
console.log(`store: ${rows.length} events in ${storeMs.toFixed(0)} ms, ${perSecond.toFixed(0)} a second, ${groups} commits`);
console.log(`bare SQLite: ${bare.rowsPerSecond.toFixed(0)} a second`);
console.log(`ratio store ÷ bare: ${(perSecond / bare.rowsPerSecond).toFixed(2)}`);
