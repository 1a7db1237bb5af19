import { ImportError } from '../import-error.js';
import { columnsOf, type ImportMapping } from '../mapping/mapping.js';
import { didYouMean } from '../mapping/nearest.js';
import { CaseGatherer } from './case-gatherer.js';
import type { CsvRow } from './csv-row.js';
import { decodeText } from './decode-text.js';
import { openSource, sizeOf } from './open-source.js';
import { readCsv } from './read-csv.js';
import { readXes } from './read-xes.js';
import type { CaseBatches } from './source-case.js';

export interface ReadOptions {
  /** Hears how much of the work of reading is done, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Rows of one case together (default). Otherwise each row of a table comes as a case of its own, which needs no temporary file. */
  readonly gather?: boolean;
}

/** A table is read once to gather its cases, which takes less than recording them. */
const SHARE_OF_GATHERING = 0.2;

/** Cases of a log file, whatever its format. @throws ImportError */
export async function* readLog(file: string, mapping: ImportMapping, options: ReadOptions = {}): CaseBatches {
  const gather = (options.gather ?? true) && mapping.shape !== 'case-table';
  const progress = options.onProgress ?? (() => undefined);
  const bytes = Math.max(1, await sizeOf(file));
  let seen = 0;
  let shareOfReading = 1;
  const source = openSource(file, (count) => progress((shareOfReading * (seen += count)) / bytes));
  const text = decodeText(source, mapping.encoding);
  const first = await text.next();
  const all = prepend(first.done === true ? '' : first.value, text);
  const isXml = first.done !== true && /^\s*</.test(first.value);
  if (mapping.format === 'xes' || (mapping.format === 'auto' && isXml)) {
    yield* readXes(all);
  } else if (!gather) {
    yield* singleRows(readCsv(all, mapping.delimiter), mapping);
  } else {
    shareOfReading = SHARE_OF_GATHERING;
    const rest = 1 - SHARE_OF_GATHERING;
    yield* gatherCases(readCsv(all, mapping.delimiter), mapping, (share) => progress(SHARE_OF_GATHERING + rest * share));
  }
}

async function* prepend(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  if (first !== '') yield first;
  yield* rest;
}

async function* singleRows(batches: AsyncIterable<readonly CsvRow[]>, mapping: ImportMapping): CaseBatches {
  let checked = false;
  for await (const batch of batches) {
    if (!checked && batch[0]) checkColumns(batch[0], mapping);
    checked ||= batch.length > 0;
    yield batch.map((row) => ({ head: row, rows: [row] }));
  }
}

async function* gatherCases(
  batches: AsyncIterable<readonly CsvRow[]>,
  mapping: ImportMapping,
  onProgress: (share: number) => void,
): CaseBatches {
  let gatherer: CaseGatherer | null = null;
  try {
    for await (const batch of batches) {
      const [first] = batch;
      if (first === undefined) continue;
      if (gatherer === null) checkColumns(first, mapping);
      gatherer ??= new CaseGatherer(first.header);
      for (const row of batch) gatherer.add(gatherKey(row, mapping), row);
    }
    if (gatherer) yield* gatherer.cases(onProgress);
  } finally {
    gatherer?.close();
  }
}

/** A row that names no case is a case of its own: it will be refused alone. A NUL cannot be in an id, so the keys never meet. */
function gatherKey(row: CsvRow, { caseId }: ImportMapping): string {
  const id = caseId.column === null ? '' : (row.value(caseId.column)?.trim() ?? '');
  return id === '' || caseId.nulls.has(id) || !row.wellFormed ? `\0${row.line}` : id;
}

function checkColumns(row: CsvRow, mapping: ImportMapping): void {
  const missing = columnsOf(mapping).filter((column) => row.header.indexOf(column) === undefined);
  if (missing.length === 0) return;
  const list = missing.map((column) => `"${column}"${didYouMean(column, row.header.names)}`).join(', ');
  throw new ImportError('COLUMN_UNKNOWN', `the mapping names columns that the table has not: ${list}`, 1);
}
