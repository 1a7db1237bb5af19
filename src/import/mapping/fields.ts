import { didYouMean } from './nearest.js';

/** What is wrong with a mapping file, one sentence each, naming the key. */
export type Problems = string[];

/** The keys of one part of a mapping file. Every wrong or unknown key is noted, so that all are told at once. */
export class Fields {
  private readonly values: ReadonlyMap<string, unknown>;

  constructor(
    private readonly where: string,
    value: unknown,
    allowed: readonly string[],
    private readonly problems: Problems,
  ) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isObject && value !== undefined) this.problems.push(`${where || 'the file'} must be a list of keys and values`);
    this.values = new Map(isObject ? Object.entries(value) : []);
    for (const key of this.values.keys()) {
      if (!allowed.includes(key)) problems.push(`${this.at(key)} is not known${didYouMean(key, allowed)}`);
    }
  }

  at(key: string): string {
    return this.where === '' ? key : `${this.where}.${key}`;
  }

  has(key: string): boolean {
    return this.values.get(key) !== undefined && this.values.get(key) !== null;
  }

  raw(key: string): unknown {
    return this.values.get(key) ?? undefined;
  }

  /** YAML reads 0 and true as number and truth; where a text is wanted they are the text that was written. */
  text(key: string): string | undefined {
    if (!this.has(key)) return undefined;
    const text = scalarText(this.raw(key));
    if (text === undefined) this.problems.push(`${this.at(key)} must be a text`);
    return text;
  }

  requiredText(key: string): string {
    if (!this.has(key)) this.problems.push(`${this.at(key)} is missing`);
    return this.text(key) ?? '';
  }

  oneOf<T extends string>(key: string, values: readonly T[]): T | undefined {
    const text = this.text(key);
    const found = values.find((value) => value === text);
    if (text !== undefined && found === undefined) {
      this.problems.push(`${this.at(key)} must be one of ${values.join(', ')}, not "${text}"${didYouMean(text, values)}`);
    }
    return found;
  }

  texts(key: string): readonly string[] {
    const list = this.list(key);
    const texts = list.map(scalarText);
    if (texts.includes(undefined)) this.problems.push(`${this.at(key)} must be a list of texts`);
    return texts.filter((text) => text !== undefined);
  }

  /** One entry may stand without the list around it. */
  list(key: string): readonly unknown[] {
    const value = this.raw(key);
    if (value === undefined) return [];
    return Array.isArray(value) ? (value as unknown[]) : [value];
  }

  number(key: string): number | undefined {
    const value = this.raw(key);
    if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) return value;
    this.problems.push(`${this.at(key)} must be a number`);
    return undefined;
  }

  /** Notes a problem of this key. */
  wrong(key: string, message: string): void {
    this.problems.push(`${this.at(key)} ${message}`);
  }
}

function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
