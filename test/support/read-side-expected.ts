import type { Figures } from './graphql-figures.js';
import type { Json } from './read-side.js';

/** Collects what differs, so that a failure shows all of it. */
export class Comparison {
  compared = 0;
  readonly differences: string[] = [];

  exactly(name: string, got: unknown, wanted: unknown): void {
    this.compared += 1;
    if (got !== wanted) this.differences.push(`${name}: ${String(got)} instead of ${String(wanted)}`);
  }

  /** Two programs add up floats in another order: 1e-6 of the value. */
  nearly(name: string, got: number | null, wanted: number | null): void {
    const near = got !== null && wanted !== null && Math.abs(got - wanted) <= 1e-6 * Math.abs(wanted);
    this.exactly(name, near ? wanted : got, wanted);
  }

  /** A key that is absent is zero. */
  counts(name: string, figures: Figures, expected: Json, pathOf: Readonly<Record<string, string>>): void {
    for (const [key, path] of Object.entries(pathOf)) this.exactly(`${name} ${key}`, numberOf(figures[path]), expected[key] ?? 0);
  }

  /** n and max exactly; an expected program that leaves a percentile out is not asked for it. */
  distribution(name: string, figures: Figures, path: string, expected: Json): void {
    const { n, max } = expected ?? { n: 0, max: null };
    this.exactly(`${name} ${path} n`, figures[`${path}.n`], n);
    this.exactly(`${name} ${path} max`, numberOf(figures[`${path}.max`]), max);
    for (const key of ['mean', 'p50', 'p90', 'p95']) {
      if (expected?.[key] !== undefined) this.nearly(`${name} ${path} ${key}`, numberOf(figures[`${path}.${key}`]), expected[key]);
    }
  }
}

export const numberOf = (value: string | number | null | undefined): number | null => (value == null ? null : Number(value));
