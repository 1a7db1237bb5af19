import type { CalendarVersions } from '../../efficiency/projections/calendars.js';
import type { Facts } from '../../efficiency/projections/facts.js';
import type { FigureRow } from './figure-row.js';
import { factsAt, figureRowsOf } from './figure-rows.js';
import type { Standing } from './walk.js';

export interface CountedRow {
  readonly row: FigureRow;
  readonly facts: Facts;
}
/** By what makes two rows the same: figure, fact, who, when, how much. */
export type Counted = ReadonlyMap<string, CountedRow>;

const REMEMBERED_MAX = 4;

const identityOf = ({ figure, fact, key, departmentId, officerId, atMs, valueMs }: FigureRow): string =>
  JSON.stringify([figure, fact, key, departmentId, officerId, atMs, valueMs]);

/** What the figures count at places of one history. What comes before an event is what came after the one before it, and is not worked out again. */
export class CountedRows {
  private readonly remembered: { readonly standing: Standing; readonly counted: Counted }[] = [];

  constructor(private readonly versions: CalendarVersions) {}

  at(standing: Standing): Counted {
    const known = this.remembered.find((one) => this.isSame(one.standing, standing));
    if (known !== undefined) return known.counted;
    const facts = factsAt(standing, this.versions);
    const counted = new Map(figureRowsOf(facts, standing).map((row) => [identityOf(row), { row, facts }]));
    if (this.remembered.push({ standing, counted }) > REMEMBERED_MAX) this.remembered.shift();
    return counted;
  }

  private isSame(a: Standing, b: Standing): boolean {
    if (a.history !== b.history || a.warnings !== b.warnings || a.rectifications !== b.rectifications || a.completions !== b.completions) return false;
    if (a.history === null) return true;
    const { calendarId } = a.history.pinned;
    return this.versions.at(calendarId, a.knownAt) === this.versions.at(calendarId, b.knownAt);
  }
}
