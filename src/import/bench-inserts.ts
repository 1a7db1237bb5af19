import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** One event as the log has it. */
export interface EventRow {
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

export interface BareInserts {
  readonly rows: number;
  readonly elapsedMs: number;
  readonly rowsPerSecond: number;
}

const ROWS_A_TRANSACTION = 500;

/**
 * What SQLite alone needs for the same rows: same tables, WAL, synchronous=FULL, 500 rows a transaction, nothing but
 * inserts. The file is made beside the log, so that both write to the same disk, and is removed. Only writing is timed.
 */
export async function benchInserts(pages: AsyncIterable<readonly EventRow[]>, schemaSql: string, dataDir: string): Promise<BareInserts> {
  const folder = mkdtempSync(join(dataDir, 'bench-'));
  const db = new DatabaseSync(join(folder, 'bare.sqlite'));
  try {
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${schemaSql}`);
    const insert = inserter(db);
    let rows = 0;
    let elapsedMs = 0;
    for await (const page of pages) {
      for (let from = 0; from < page.length; from += ROWS_A_TRANSACTION) {
        const some = page.slice(from, from + ROWS_A_TRANSACTION);
        const ids = some.map(({ id }) => Buffer.from(id.replaceAll('-', ''), 'hex'));
        const begun = performance.now();
        db.exec('BEGIN IMMEDIATE');
        some.forEach((row, index) => insert(row, ids[index] ?? Buffer.alloc(0)));
        db.exec('COMMIT');
        elapsedMs += performance.now() - begun;
        rows += some.length;
      }
    }
    return { rows, elapsedMs, rowsPerSecond: elapsedMs > 0 ? (rows * 1000) / elapsedMs : 0 };
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function inserter(db: DatabaseSync): (row: EventRow, id: Buffer) => void {
  const insertStream = db.prepare('INSERT INTO streams (name) VALUES (?)');
  const insertEvent = db.prepare('INSERT INTO events (stream_no, revision, id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?)');
  const streamNos = new Map<string, number | bigint>();
  return (row, id) => {
    const known = streamNos.get(row.stream) ?? insertStream.run(row.stream).lastInsertRowid;
    streamNos.set(row.stream, known);
    insertEvent.run(known, row.revision, id, row.type, row.data, row.metadata);
  };
}
