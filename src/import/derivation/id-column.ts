import { isRequestId } from '../../service-request/domain/request-ids.js';
import type { TextColumn } from '../mapping/mapping.js';
import type { SourceRow } from '../reading/source-case.js';

const ID_LENGTH_MAX = 128;
const KNOWN_MAX = 1_000;

/** Ids of one column, read row by row. */
export class IdColumn {
  readonly name: string;
  private readonly known = new Map<string, string>();

  /** `repeats`: its texts are few, as departments are, so that a look for one met before costs less than reading it again. */
  constructor(
    private readonly source: TextColumn,
    private readonly repeats: boolean,
  ) {
    this.name = source.column ?? '';
  }

  /** Null where the row has none; undefined where what it has cannot be an id. */
  idOf(row: SourceRow): string | null | undefined {
    const said = saidBy(this.source, row);
    const known = this.repeats ? this.known.get(said) : undefined;
    if (known !== undefined) return known;
    const id = meantBy(this.source, said);
    if (id === null) return null;
    if (!isUsableId(id)) return undefined;
    if (this.repeats && said.length <= ID_LENGTH_MAX && this.known.size < KNOWN_MAX) this.known.set(own(said), own(id));
    return id;
  }
}

/** Null where the file has none: absent, empty, or a placeholder. Surrounding blanks are not part of a value. */
export const textOf = (source: TextColumn, row: SourceRow): string | null => meantBy(source, saidBy(source, row));

const saidBy = ({ column }: TextColumn, row: SourceRow): string => (column === null ? '' : (row.value(column) ?? ''));

function meantBy({ nulls, prefix, otherwise }: TextColumn, said: string): string | null {
  const text = said.trim();
  const value = isNone(nulls, text) ? otherwise : text;
  return value === null ? null : prefix + value;
}

/** Mostly there are no placeholders, and a look even into an empty set reads the whole text. */
export const isNone = (nulls: ReadonlySet<string>, text: string): boolean => text === '' || (nulls.size > 0 && nulls.has(text));

/** What both a request id and an id of the reference data may be. */
const isUsableId = (id: string): boolean => id.length <= ID_LENGTH_MAX && isRequestId(id) && id.trim() !== '';

/** A piece of a text keeps the whole of it in memory; this one does not. */
const own = (text: string): string => JSON.parse(JSON.stringify(text)) as string;
