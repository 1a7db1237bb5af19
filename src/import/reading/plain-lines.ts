import { ImportError } from '../import-error.js';
import { RECORD_CHARACTERS_MAX } from './source-case.js';

/** Fields of one record and the line it begins on. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

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
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    if (this.rest.length > RECORD_CHARACTERS_MAX) {
      throw new ImportError(
        'MALFORMED_CSV',
        `a record is longer than ${RECORD_CHARACTERS_MAX} characters`,
        this.linesSoFar + lines.length + 1,
      );
    }
    return lines.flatMap((line) => this.record(line));
  }

  /** The last record, when no line break follows it. */
  takeRest(): CsvRecord[] {
    return this.record(this.giveRest());
  }

  /** What was taken and is not part of a record yet. */
  giveRest(): string {
    const { rest } = this;
    this.rest = '';
    return rest;
  }

  private record(line: string): CsvRecord[] {
    this.linesSoFar += 1;
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    return text === '' ? [] : [{ line: this.linesSoFar, fields: text.split(this.delimiter) }];
  }
}
