/** One record of a table. */
export interface CsvRecord {
  /** On which it begins. */
  readonly line: number;
  readonly fieldCount: number;
  field(index: number): string | undefined;
  fields(): readonly string[];
}

/** Its fields are known already. */
export class ParsedRecord implements CsvRecord {
  constructor(
    readonly line: number,
    private readonly all: readonly string[],
  ) {}

  get fieldCount(): number {
    return this.all.length;
  }

  field(index: number): string | undefined {
    return this.all[index];
  }

  fields(): readonly string[] {
    return this.all;
  }
}

/** A line without quotes. A field is cut out when it is asked for: of a wide table most never are, and each is a text of its own. */
export class PlainRecord implements CsvRecord {
  /** Where each field ends. */
  private readonly ends: readonly number[];

  constructor(
    readonly line: number,
    private readonly text: string,
    delimiter: string,
  ) {
    const ends: number[] = [];
    for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + 1)) ends.push(at);
    ends.push(text.length);
    this.ends = ends;
  }

  get fieldCount(): number {
    return this.ends.length;
  }

  field(index: number): string | undefined {
    const end = this.ends[index];
    return end === undefined ? undefined : this.text.slice((this.ends[index - 1] ?? -1) + 1, end);
  }

  fields(): readonly string[] {
    return this.ends.map((end, index) => this.text.slice((this.ends[index - 1] ?? -1) + 1, end));
  }
}
