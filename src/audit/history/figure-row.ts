import type { Facts } from '../../efficiency/projections/facts.js';

/** One row that one figure counts, as the figures' own SQL counts it. */
export interface FigureRow {
  /** Name of the figure, as it is opened by. */
  readonly figure: string;
  /** Out of which fact: its kind, and its place among those of the request. */
  readonly fact: keyof Facts;
  readonly key: number;
  readonly departmentId: string | null;
  readonly officerId: string | null;
  /** The instant that says which period it belongs to; null for what stands whatever the period. */
  readonly atMs: number | null;
  /** Milliseconds, of a figure that is a distribution. */
  readonly valueMs: number | null;
}
/** Whom a fact is charged or credited to. */
export interface Charged {
  readonly department: string | null;
  readonly officer?: string | null;
}

/** The last two: its instant, and of a distribution its amount. */
export const rowOf = (
  figure: string, fact: keyof Facts, key: number, { department, officer = null }: Charged, [atMs, valueMs = null]: readonly [number | null, (number | null)?],
): FigureRow => ({ figure, fact, key, departmentId: department, officerId: officer, atMs, valueMs });
