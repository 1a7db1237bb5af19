export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads variables one by one and keeps every problem, so that an operator sees all of them at once. */
export class EnvironmentReader {
  private readonly problems: string[] = [];

  constructor(private readonly env: Environment) {}

  /** An empty value counts as absent, unless `emptyMeans` says what it means. */
  text(name: string, fallback: string, allowed: RegExp, hint: string): string {
    const value = this.env[name]?.trim() || fallback;
    if (!allowed.test(value)) this.problems.push(`${name} must be ${hint}, but is "${value.slice(0, 60)}".`);
    return value;
  }

  oneOf<T extends string>(name: string, fallback: T, choices: readonly T[], why = ''): T {
    const value = this.env[name]?.trim() || fallback;
    const found = choices.find((choice) => choice === value);
    if (found === undefined) this.problems.push(`${name} must be one of ${choices.join(', ')}, but is "${value.slice(0, 60)}".${why}`);
    return found ?? fallback;
  }

  integer(name: string, fallback: number, min: number, max: number): number {
    const text = this.env[name]?.trim() || String(fallback);
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= min && value <= max)) {
      this.problems.push(`${name} must be a whole number from ${min} to ${max}, but is "${text.slice(0, 60)}".`);
    }
    return value;
  }

  /** Unset takes the fallback; set but empty is null. */
  optional(name: string, fallback: string): string | null {
    const value = this.env[name];
    return value === undefined ? fallback : value.trim() || null;
  }

  problem(sentence: string): void {
    this.problems.push(sentence);
  }

  /** @throws ConfigError naming every variable that is wrong. */
  finish(): void {
    if (this.problems.length > 0) throw new ConfigError(this.problems.join('\n'));
  }
}
