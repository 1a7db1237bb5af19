import { ImportError } from '../import-error.js';
import { PlainRecord, type CsvRecord } from './csv-record.js';
import { RECORD_CHARACTERS_MAX } from './source-case.js';

/**
 * Records of a table as long as there are no quotes in it: most exports have none, and splitting lines takes a fifth of the time
 * of a full parser. What begins with the first piece that has a quote is left to one.
 */
export class PlainLines {
  private rest = '';
  private linesSoFar = 0;

  constructor(private readonly delimiter: string) {}

  /** Lines behind the records given so far. */
  get lines(): number {
    return this.linesSoFar;
  }

  /** False once quotes or lone carriage returns make the lines more than they look; nothing of `text` is taken then. */
  canTake(text: string): boolean {
    return !text.includes('"') && (text.includes('\n') || !text.includes('\r'));
  }

  /** @throws ImportError MALFORMED_CSV for a line without end. */
  take(text: string): CsvRecord[] {
    const lines = text.split('\n');
    lines[0] = this.rest + (lines[0] ?? ''); // Put before the whole text it would make a copy of that.
    this.rest = lines.pop() ?? '';
    if (this.rest.length > RECORD_CHARACTERS_MAX) {
      throw new ImportError(
        'MALFORMED_CSV',
        `a record is longer than ${RECORD_CHARACTERS_MAX} characters`,
        this.linesSoFar + lines.length + 1,
      );
    }
    return this.records(lines);
  }

  /** The last record, when no line break follows it. */
  takeRest(): CsvRecord[] {
    return this.records([this.giveRest()]);
  }

  /** What was taken and is not part of a record yet. */
  giveRest(): string {
    const { rest } = this;
    this.rest = '';
    return rest;
  }

  private records(lines: readonly string[]): CsvRecord[] {
    const records: CsvRecord[] = [];
    for (const line of lines) {
      this.linesSoFar += 1;
      const text = line.endsWith('\r') ? line.slice(0, -1) : line;
      if (text !== '') records.push(new PlainRecord(this.linesSoFar, text, this.delimiter));
    }
    return records;
  }
}
