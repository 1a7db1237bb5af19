import type { SourceRow } from './source-case.js';

/** As pm4py and others name a trace's attributes in a table; so one mapping serves a log's XES and its CSV. */
const CASE_PREFIX = 'case:';

export type Attributes = ReadonlyMap<string, string>;

export class XesRow implements SourceRow {
  readonly wellFormed = true;

  constructor(
    readonly line: number,
    private readonly own: Attributes,
    private readonly ofCase: Attributes,
  ) {}

  value(column: string): string | undefined {
    return this.own.get(column) ?? (column.startsWith(CASE_PREFIX) ? this.ofCase.get(column.slice(CASE_PREFIX.length)) : undefined);
  }

  original(): Readonly<Record<string, string>> {
    const ofCase = [...this.ofCase].map(([key, value]) => [CASE_PREFIX + key, value] as const);
    return Object.fromEntries([...ofCase, ...this.own]);
  }
}
