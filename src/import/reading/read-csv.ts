import { ImportError, atLine } from '../import-error.js';
import type { CsvRecord } from './csv-record.js';
import { CsvRecords } from './csv-records.js';
import { CsvRow, Header } from './csv-row.js';
import { FIELDS_MAX } from './source-case.js';

/**
 * Rows under the header, in file order, each with the line it begins on. Rows of another width are handed on as not well formed.
 * @throws ImportError MALFORMED_CSV with the line; the rows before it come first.
 */
export async function* readCsv(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<readonly CsvRow[]> {
  let header: Header | null = null;
  for await (const records of readRecords(text, delimiter)) {
    const [first, ...others] = header === null ? records : [];
    if (first) header = headerOf(first.fields());
    const named = header;
    if (named !== null) yield (first ? others : records).map((record) => new CsvRow(named, record));
  }
  if (header === null) throw new ImportError('MALFORMED_CSV', 'the file is empty: not even a header', 1);
}

async function* readRecords(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<readonly CsvRecord[]> {
  const records = new CsvRecords(delimiter);
  try {
    for await (const piece of text) {
      yield await records.take(piece);
      if (records.failure) throw records.failure;
    }
    yield await records.takeRest();
    if (records.failure) throw records.failure;
  } catch (error) {
    throw atLine(error, records.line);
  } finally {
    records.close();
  }
}

function headerOf(names: readonly string[]): Header {
  if (names.length > FIELDS_MAX) throw new ImportError('MALFORMED_CSV', `the header has more than ${FIELDS_MAX} columns`, 1);
  return new Header(names.map((name) => name.trim()));
}
