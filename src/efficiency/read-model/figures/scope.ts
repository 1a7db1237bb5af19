import type { Pseudonyms } from '../../../kernel/pseudonyms.js';
import type { SqlParams } from '../duckdb-connection.js';
import { sightParams, type Sight } from '../sight.js';
import { BY_DEPARTMENT, type Grouping } from './dimensions.js';
import { filterSql, type FigureFilter } from './figure-filter.js';

export type { FigureFilter } from './figure-filter.js';

/** One calendar version's working time at the instants of a question. */
export interface CalendarPoint {
  readonly calendar: string;
  readonly version: number;
  readonly current: boolean;
  readonly wFrom: number;
  readonly wTo: number;
  readonly wNow: number;
  /** W at min(now, end of the period). */
  readonly wCut: number;
  readonly dNow: number;
}

/** A question fixed in both times: the period [fromMs, toMs), the instant `nowMs`, and the log as it stood at `position`. */
export interface Scope {
  readonly position: bigint;
  readonly fromMs: number;
  readonly toMs: number;
  readonly nowMs: number;
  readonly hotPotatoMs: number;
  /** What was asked, and what whoever asks may see. */
  readonly filter: FigureFilter;
  /** Each of them alone; absent where everything may be seen. */
  readonly asked?: FigureFilter;
  readonly sight?: Sight;
  readonly calendars: readonly CalendarPoint[];
  /** What figures are grouped by; default: by department. */
  readonly grouping?: Grouping;
  /** What officers are told by, where whoever asks may not know them. */
  readonly pseudonyms?: Pseudonyms;
}

/** An instant after everything: whatever was recorded, however late it occurred. */
export const EVER_MS = 2n ** 62n;

export const groupingOf = ({ grouping = BY_DEPARTMENT }: Scope): Grouping => grouping;

/** Parameters of every figure's SQL. */
export function paramsOf(scope: Scope): SqlParams {
  return {
    p: scope.position, from_ms: BigInt(scope.fromMs), to_ms: BigInt(scope.toMs), now_ms: BigInt(scope.nowMs),
    hot_ms: BigInt(scope.hotPotatoMs), ...filterSql(scope.filter).params, ...sightParams(scope.sight), ...groupingOf(scope).params,
  };
}

/** Only those parameters that the text names: DuckDB refuses others. */
export const usedParams = (sql: string, params: SqlParams): SqlParams =>
  Object.fromEntries(Object.entries(params).filter(([name]) => new RegExp(`\\$${name}\\b`).test(sql)));

/** The two columns every figure's rows are filtered and grouped by. */
export const chargedTo = ({ department, officer }: { readonly department: string; readonly officer: string }): string =>
  `${department} AS charged, ${officer} AS charged_officer`;

/** Conditions on a relation's rows, as SQL without the WHERE. */
export const conditionsOf = ({ filter }: Scope): string => filterSql(filter).sql;

/** A row without an instant (a stopped clock has no due instant) belongs to every period. */
export const inPeriod = '(at_ms IS NULL OR (at_ms >= $from_ms AND at_ms < $to_ms))';

/** Working time of each calendar version at the question's instants, as a table. */
export function calendarPoints({ calendars }: Scope): string {
  if (calendars.length === 0) return 'SELECT NULL AS calendar, 0 AS version, FALSE AS current, 0 AS w_from, 0 AS w_to, 0 AS w_now, 0 AS w_cut, 0 AS d_now WHERE FALSE';
  const rows = calendars.map(({ calendar, version, current, wFrom, wTo, wNow, wCut, dNow }) =>
    `('${calendar.replaceAll("'", "''")}', ${version}, ${current}, ${wFrom}::BIGINT, ${wTo}::BIGINT, ${wNow}::BIGINT, ${wCut}::BIGINT, ${dNow}::BIGINT)`);
  return `SELECT * FROM (VALUES ${rows.join(', ')}) AS v(calendar, version, current, w_from, w_to, w_now, w_cut, d_now)`;
}
