import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { ImportError } from '../import-error.js';
import { ParsedRecord } from './csv-record.js';
import { CsvRow, type Header } from './csv-row.js';
import { CASE_ROWS_MAX, type SourceCase } from './source-case.js';

const BATCH_ROWS = 2_000;
const CACHE_KIB = 16 * 1024;
const SCHEMA = `
  PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -${CACHE_KIB}; PRAGMA temp_store = FILE;
  CREATE TABLE cases (case_no INTEGER PRIMARY KEY, case_id TEXT NOT NULL UNIQUE, rows INTEGER NOT NULL) STRICT;
  CREATE TABLE rows (case_no INTEGER NOT NULL, place INTEGER NOT NULL, line INTEGER NOT NULL, fields TEXT NOT NULL, PRIMARY KEY (case_no, place)) STRICT, WITHOUT ROWID;
  BEGIN`;

/**
 * Brings rows of one case together from wherever they stand in a table. They wait in a temporary file, because a log
 * may be larger than the memory. Cases come in order of first appearance, rows in file order.
 */
export class CaseGatherer {
  private readonly folder = mkdtempSync(join(tmpdir(), 'import-cases-'));
  private readonly db = new DatabaseSync(join(this.folder, 'rows.sqlite'));
  private readonly caseOf: StatementSync;
  private readonly insertRow: StatementSync;
  private place = 0;

  constructor(private readonly header: Header) {
    this.db.exec(SCHEMA);
    this.caseOf = this.db.prepare(
      'INSERT INTO cases (case_id, rows) VALUES (?, 1) ON CONFLICT (case_id) DO UPDATE SET rows = rows + 1 RETURNING case_no, rows',
    );
    this.insertRow = this.db.prepare('INSERT INTO rows VALUES (?, ?, ?, ?)');
  }

  /** @throws ImportError CASE_TOO_LONG */
  add(caseId: string, row: CsvRow): void {
    const found = this.caseOf.get(caseId) as { case_no: number; rows: number };
    if (found.rows > CASE_ROWS_MAX)
      throw new ImportError('CASE_TOO_LONG', `the case "${caseId}" has more than ${CASE_ROWS_MAX} rows`, row.line);
    this.place += 1;
    this.insertRow.run(found.case_no, this.place, row.line, JSON.stringify(row.fields));
  }

  *cases(onProgress: (share: number) => void): Generator<readonly SourceCase[]> {
    const stored = this.db.prepare('SELECT case_no, line, fields FROM rows ORDER BY case_no, place').iterate();
    let batch: SourceCase[] = [];
    let rows: CsvRow[] = [];
    let caseNo = 0;
    let held = 0;
    let given = 0;
    for (const { case_no, line, fields } of stored as Iterable<{ case_no: number; line: number; fields: string }>) {
      if (case_no !== caseNo && rows.length > 0) {
        batch.push(...caseOf(rows));
        rows = [];
        if (held >= BATCH_ROWS) {
          yield batch;
          onProgress((given += held) / this.place);
          batch = [];
          held = 0;
        }
      }
      caseNo = case_no;
      held += 1;
      rows.push(new CsvRow(this.header, new ParsedRecord(line, JSON.parse(fields) as string[])));
    }
    yield [...batch, ...caseOf(rows)];
  }

  close(): void {
    this.db.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const caseOf = (rows: readonly CsvRow[]): readonly SourceCase[] => (rows[0] === undefined ? [] : [{ head: rows[0], rows }]);
