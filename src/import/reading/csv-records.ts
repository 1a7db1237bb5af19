import type { ImportError } from '../import-error.js';
import { CsvParser } from './csv-parser.js';
import type { CsvRecord } from './csv-record.js';
import { PlainLines } from './plain-lines.js';

/** Records of a table, piece by piece: plain lines as long as there are no quotes, then the full parser. */
export class CsvRecords {
  private readonly plain: PlainLines;
  private parser: CsvParser | null = null;

  constructor(private readonly delimiter: string) {
    this.plain = new PlainLines(delimiter);
  }

  /** What is wrong with the text so far; the records before it were given. */
  get failure(): ImportError | null {
    return this.parser?.failure ?? null;
  }

  /** The line that is being read. */
  get line(): number {
    return (this.parser ?? this.plain).lines + 1;
  }

  async take(piece: string): Promise<readonly CsvRecord[]> {
    if (this.parser !== null) return this.parser.take(piece);
    if (this.plain.canTake(piece)) return this.plain.take(piece);
    const begun = this.plain.giveRest();
    this.parser = new CsvParser(this.delimiter, this.plain.lines);
    return this.parser.take(begun + piece);
  }

  async takeRest(): Promise<readonly CsvRecord[]> {
    return this.parser === null ? this.plain.takeRest() : this.parser.takeRest();
  }

  close(): void {
    this.parser?.close();
  }
}
