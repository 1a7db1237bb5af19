import { CsvError, parse, type Info } from 'csv-parse';
import { ImportError, atLine } from '../import-error.js';
import { CsvRow, Header } from './csv-row.js';
import { FIELDS_MAX } from './source-case.js';

const RECORD_BYTES_MAX = 1024 * 1024;

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: Pick<Info, 'lines'>;
}

const OPTIONS = {
  info: true,
  relax_column_count: true,
  skip_empty_lines: true,
  max_record_size: RECORD_BYTES_MAX,
  // Every chunk's records are taken before the next chunk is written; a smaller mark would make the write wait for the reading after it.
  readableHighWaterMark: Number.MAX_SAFE_INTEGER,
};

/**
 * Rows under the header, in file order, each with the line it begins on. Rows of another width are handed on as not well formed.
 * @throws ImportError MALFORMED_CSV with the line; the rows before it come first.
 */
export async function* readCsv(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<readonly CsvRow[]> {
  const parser = parse({ ...OPTIONS, delimiter });
  let failure: Error | null = null;
  parser.on('error', (error) => (failure = error));
  let header: Header | null = null;
  const rowsSoFar = (): readonly CsvRow[] => {
    const rows: CsvRow[] = [];
    for (let parsed = parser.read() as ParsedRecord | null; parsed !== null; parsed = parser.read() as ParsedRecord | null) {
      if (header === null) header = headerOf(parsed.record);
      else rows.push(new CsvRow(parsed.info.lines - newlinesIn(parsed.record), header, parsed.record));
    }
    return rows;
  };
  try {
    for await (const chunk of text) {
      await new Promise<void>((resolve) => void parser.write(chunk, () => resolve()));
      yield rowsSoFar();
      if (failure !== null) throw csvError(failure);
    }
    await new Promise<void>((resolve) => void parser.once('error', () => resolve()).end(() => resolve()));
    yield rowsSoFar();
    if (failure !== null) throw csvError(failure);
  } catch (error) {
    throw atLine(error, parser.info.lines);
  } finally {
    parser.destroy();
  }
  if (header === null) throw new ImportError('MALFORMED_CSV', 'the file is empty: not even a header', 1);
}

function headerOf(names: readonly string[]): Header {
  if (names.length > FIELDS_MAX) throw new ImportError('MALFORMED_CSV', `the header has more than ${FIELDS_MAX} columns`, 1);
  return new Header(names.map((name) => name.trim()));
}

/** A record's line is counted where it ends; quoted fields may hold line breaks. */
function newlinesIn(fields: readonly string[]): number {
  let count = 0;
  for (const field of fields) for (let at = field.indexOf('\n'); at >= 0; at = field.indexOf('\n', at + 1)) count += 1;
  return count;
}

function csvError(error: Error): ImportError {
  if (!(error instanceof CsvError)) return new ImportError('MALFORMED_CSV', error.message, null, { cause: error });
  const line: unknown = error['lines'];
  return new ImportError('MALFORMED_CSV', `${error.message} (${error.code})`, typeof line === 'number' ? line : null, { cause: error });
}
