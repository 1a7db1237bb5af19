import { CsvError, parse, type Info, type Parser } from 'csv-parse';
import { ImportError } from '../import-error.js';
import { ParsedRecord, type CsvRecord } from './csv-record.js';
import { RECORD_CHARACTERS_MAX } from './source-case.js';

const OPTIONS = {
  info: true,
  relax_column_count: true,
  skip_empty_lines: true,
  max_record_size: RECORD_CHARACTERS_MAX,
  // Every piece's records are taken before the next one is written; a smaller mark would make the write wait for the reading after it.
  readableHighWaterMark: Number.MAX_SAFE_INTEGER,
};

interface Parsed {
  readonly record: readonly string[];
  readonly info: Pick<Info, 'lines'>;
}

/** Records with quoted fields, which may hold delimiters and line breaks. A failure comes after the records before it. */
export class CsvParser {
  failure: ImportError | null = null;
  private readonly parser: Parser;

  /** `linesBefore` is where in the file the text begins. */
  constructor(
    delimiter: string,
    private readonly linesBefore: number,
  ) {
    this.parser = parse({ ...OPTIONS, delimiter });
    this.parser.on('error', (error) => (this.failure = this.csvError(error)));
  }

  get lines(): number {
    return this.linesBefore + this.parser.info.lines;
  }

  async take(text: string): Promise<CsvRecord[]> {
    await new Promise<void>((resolve) => void this.parser.write(text, () => resolve()));
    return this.records();
  }

  async takeRest(): Promise<CsvRecord[]> {
    await new Promise<void>((resolve) => void this.parser.once('error', () => resolve()).end(() => resolve()));
    return this.records();
  }

  close(): void {
    this.parser.destroy();
  }

  private records(): CsvRecord[] {
    const records: CsvRecord[] = [];
    for (let parsed = this.next(); parsed !== null; parsed = this.next()) {
      const { record, info } = parsed;
      // A record's line is counted where it ends.
      records.push(new ParsedRecord(this.linesBefore + info.lines - newlinesIn(record), record));
    }
    return records;
  }

  private next(): Parsed | null {
    return this.parser.read() as Parsed | null;
  }

  private csvError(error: Error): ImportError {
    if (!(error instanceof CsvError)) return new ImportError('MALFORMED_CSV', error.message, null, { cause: error });
    const { lines } = error;
    const line = typeof lines === 'number' ? this.linesBefore + lines : null;
    return new ImportError('MALFORMED_CSV', `${error.message} (${error.code})`, line, { cause: error });
  }
}

function newlinesIn(fields: readonly string[]): number {
  let count = 0;
  for (const field of fields) for (let at = field.indexOf('\n'); at >= 0; at = field.indexOf('\n', at + 1)) count += 1;
  return count;
}
