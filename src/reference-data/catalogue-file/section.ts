/** What is wrong with a catalogue file, and where in it. */
export class CatalogueFileError extends Error {
  override readonly name = 'CatalogueFileError';
  constructor(
    readonly where: string,
    what: string,
  ) {
    super(`${where}: ${what}`);
  }
}

/** Errors of the system are not `instanceof Error` under every test runner. */
export const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

const LIST_MAX = 50_000;
const TEXT_CHARACTERS_MAX = 1_000;

/** One mapping of the file, read key by key; every complaint names its place. */
export class Section {
  private readonly values: Readonly<Record<string, unknown>>;

  constructor(
    value: unknown,
    readonly where: string,
    keys?: readonly string[],
  ) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new CatalogueFileError(where, 'must be a mapping of keys to values');
    this.values = value as Readonly<Record<string, unknown>>;
    const stranger = keys && Object.keys(value).find((key) => !keys.includes(key));
    if (stranger !== undefined) throw new CatalogueFileError(where, `unknown key '${stranger}'; known are ${keys?.join(', ')}`);
  }

  get keys(): string[] {
    return Object.keys(this.values);
  }

  has(key: string): boolean {
    return this.values[key] !== undefined && this.values[key] !== null;
  }

  /** Numbers are taken as written: a code such as 101 need not be quoted. */
  text(key: string): string {
    const value = this.values[key];
    if (typeof value === 'number') return String(value);
    if (typeof value !== 'string' || value.trim() === '') throw this.fault(key, 'is missing: give a text');
    if (value.length > TEXT_CHARACTERS_MAX) throw this.fault(key, `is longer than ${TEXT_CHARACTERS_MAX} characters`);
    return value;
  }

  textOr<Other>(key: string, other: Other): string | Other {
    return this.has(key) ? this.text(key) : other;
  }

  numberOr(key: string, other: number): number {
    const value = this.values[key] ?? other;
    if (typeof value !== 'number') throw this.fault(key, 'must be a number');
    return value;
  }

  /** An absent list is empty. */
  texts(key: string): string[] {
    const items = this.items(key);
    const list = new Section({ ...items }, `${this.where}.${key}`);
    return items.map((_item, index) => list.text(String(index)));
  }

  section(key: string, keys?: readonly string[]): Section {
    return new Section(this.values[key], `${this.where}.${key}`, keys);
  }

  /** The entries of a list, each named by its own id where it has one. */
  sections(key: string, idKey: string, keys: readonly string[]): Section[] {
    return this.items(key).map((value, index) => {
      const id = (value as Readonly<Record<string, unknown>> | null)?.[idKey];
      const name = typeof id === 'string' || typeof id === 'number' ? String(id) : String(index + 1);
      return new Section(value, `${key} '${name}'`, keys);
    });
  }

  fault(key: string, what: string): CatalogueFileError {
    return new CatalogueFileError(`${this.where}.${key}`, what);
  }

  private items(key: string): unknown[] {
    const value = this.values[key] ?? [];
    if (!Array.isArray(value)) throw this.fault(key, 'must be a list');
    if (value.length > LIST_MAX) throw this.fault(key, `has ${value.length} entries; at most ${LIST_MAX}`);
    return value;
  }
}
