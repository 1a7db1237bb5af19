// A department report over a million closures in the read model (DuckDB, 200 MB) against SQLite's own percentile() over the same rows.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DuckDbReadModel } from '../../dist/efficiency/read-model/duckdb-read-model.js';
import { measureFigure } from '../../dist/efficiency/read-model/figures/measure-figures.js';
import { FACT_COLUMNS } from '../../dist/efficiency/projections/facts.js';

const ROWS = 1_000_000;
const DEPARTMENTS = 60;
const folder = mkdtempSync(join(tmpdir(), 'bench-figures-'));
const model = await DuckDbReadModel.open(join(folder, 'facts.duckdb'), { memoryMb: 200 });
const empty = Object.fromEntries(Object.keys(FACT_COLUMNS.closures).map((name) => [name, null]));
const rowOf = (n) => ({ ...empty, department: `D${n % DEPARTMENTS}`, atMs: 1_700_000_000_000 + n, processingMs: (n * 7919) % 90_000_000, leadMs: n });

for (let from = 0; from < ROWS; from += 10_000) {
  const appended = Array.from({ length: 10_000 }, (_, i) => ({ kind: 'closures', position: BigInt(from + i), request: BigInt(from + i), key: 0, row: rowOf(from + i) }));
  await model.commit({ appended, retracted: [], events: [], reference: [], checkpoint: BigInt(from + 9_999) });
}
const sqlite = new DatabaseSync(join(folder, 'peer.sqlite'));
sqlite.exec('CREATE TABLE closures (department TEXT, at_ms INTEGER, processing_ms INTEGER); BEGIN');
const insert = sqlite.prepare('INSERT INTO closures VALUES (?, ?, ?)');
for (let n = 0; n < ROWS; n += 1) { const row = rowOf(n); insert.run(row.department, row.atMs, row.processingMs); }
sqlite.exec('COMMIT');

const scope = { position: BigInt(ROWS), fromMs: 0, toMs: 2_000_000_000_000, nowMs: 2_000_000_000_000, hotPotatoMs: 0, filter: {}, calendars: [] };
const timed = async (ask) => {
  const started = performance.now();
  const answer = await ask();
  return { ms: performance.now() - started, answer };
};
const peerSql = `SELECT department, count(*) n, sum(processing_ms) total, percentile(processing_ms, 50) p50, percentile(processing_ms, 90) p90, percentile(processing_ms, 95) p95, max(processing_ms) mx
  FROM closures WHERE at_ms >= 0 AND at_ms < 2000000000000 GROUP BY department`;
await measureFigure(model, scope, 'PROCESSING_TIME');
const ours = await timed(() => measureFigure(model, scope, 'PROCESSING_TIME'));
const peer = await timed(() => sqlite.prepare(peerSql).all());
for (const row of peer.answer) {
  const mine = ours.answer.get(row.department);
  if (mine.n !== row.n || Math.abs(mine.p90Ms - row.p90) > 1e-6 * row.p90) throw new Error(`They disagree about ${row.department}`);
}
await model.close();
sqlite.close();
rmSync(folder, { recursive: true, force: true });
console.log(`${ROWS} closures, ${DEPARTMENTS} departments, n, sum, p50, p90, p95, max: read model ${ours.ms.toFixed(0)} ms, SQLite percentile() ${peer.ms.toFixed(0)} ms`);
console.log(`ratio SQLite ÷ read model: ${(peer.ms / ours.ms).toFixed(1)}`);
