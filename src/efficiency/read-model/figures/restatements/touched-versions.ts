import { FACT_COLUMNS, FACT_KINDS, type FactKind } from '../../../projections/facts.js';
import type { SqlRow } from '../../duckdb-connection.js';
import type { Facts } from '../../facts.js';
import { snake, tableOf } from '../../schema.js';
import { QuestionRefused } from '../question-refused.js';
import { inSight, sightParams, type Sight } from '../../sight.js';
import { EVER_MS } from '../scope.js';

/** Versions of requests that one question looks at: each is told with all its facts. */
export const VERSIONS_MAX = 10_000;

/** A request as the log stood at a position; `era` counts the changes of calendars since the question's first position. */
export interface Version {
  readonly request: bigint;
  readonly position: bigint;
  readonly era: number;
}

/** What was recorded in (since, until]. */
export interface Span {
  readonly since: bigint;
  readonly until: bigint;
  /** Facts that begin from this instant on are in no figure of the question. */
  readonly horizonMs: bigint;
  readonly calendarChanges: readonly { readonly calendarId: string; readonly position: bigint }[];
  /** What whoever asks may see; absent where that is everything. */
  readonly sight?: Sight | undefined;
}

/** Facts that no figure of a report is made of. */
const ASIDE: readonly FactKind[] = ['progress', 'episodes', 'cycles', 'ratingDimensions'];

function beginOf(kind: FactKind): string {
  const names = Object.keys(FACT_COLUMNS[kind]);
  return snake(['fromMs', 'sinceMs', 'atMs'].find((name) => names.includes(name))!);
}

const touchedIn = (kind: FactKind): string => `
  SELECT request, position FROM ${tableOf(kind)} WHERE position > $since AND position <= $until AND ${beginOf(kind)} < $horizon_ms
  UNION ALL SELECT r.request, r.position FROM (SELECT * FROM retractions WHERE kind = '${kind}' AND position > $since AND position <= $until) r
    JOIN ${tableOf(kind)} f ON f.position = r.fact_position AND f.request = r.request AND f.fact_key = r.fact_key WHERE f.${beginOf(kind)} < $horizon_ms`;
const TOUCHED = FACT_KINDS.filter((kind) => !ASIDE.includes(kind)).map(touchedIn).join(' UNION ALL ');

/**
 * Every request that something recorded in the span changed, at the span's first position and at each that changed it, by request and
 * position. Only rows of the span are looked at. @throws QuestionRefused when there are too many.
 */
export async function touchedVersions(facts: Facts, span: Span): Promise<readonly Version[]> {
  const { since, until, horizonMs, sight } = span;
  const params = { since, until, horizon_ms: horizonMs, ...sightParams(sight) };
  const rows = [...await facts.query<Row>(`SELECT DISTINCT request, position FROM (${TOUCHED})${sight ? ` WHERE ${inSight(sight)}` : ''} LIMIT ${VERSIONS_MAX + 1}`, params)];
  for (const change of span.calendarChanges) {
    if (rows.length > VERSIONS_MAX) break;
    rows.push(...await remeasuredBy(facts, change, span));
  }
  const touched = new Map<bigint, Set<bigint>>();
  for (const { request, position } of rows) touched.set(request, (touched.get(request) ?? new Set([since])).add(position));
  const versions = [...touched].sort(([a], [b]) => compare(a, b)).flatMap(([request, positions]) =>
    [...positions].sort(compare).map((position) => ({ request, position, era: eraAt(span, position) })));
  if (rows.length > VERSIONS_MAX || versions.length > 2 * VERSIONS_MAX) throw tooMany();
  return versions;
}

interface Row extends SqlRow {
  readonly request: bigint;
  readonly position: bigint;
}

/** Open requests are measured with the newer calendar from its position on, also where no fact of theirs became another. */
function remeasuredBy(facts: Facts, { calendarId, position }: Span['calendarChanges'][number], { horizonMs, sight }: Span): Promise<readonly Row[]> {
  return facts.query<Row>(`SELECT request, $p AS position FROM live_receipts($p) WHERE calendar = $calendar AND at_ms < $horizon_ms
    AND request IN (SELECT request FROM open_requests($p, $ever))${sight ? ` AND ${inSight(sight)}` : ''} LIMIT ${VERSIONS_MAX + 1}`,
  { p: position, calendar: calendarId, horizon_ms: horizonMs, ever: EVER_MS, ...sightParams(sight) });
}

export const eraAt = ({ calendarChanges }: Span, position: bigint): number => new Set(calendarChanges.filter((one) => one.position <= position).map((one) => one.position)).size;
const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

const tooMany = (): QuestionRefused => new QuestionRefused(
  'TOO_MANY_RESTATEMENTS', `More than ${VERSIONS_MAX} changes of requests were recorded in between that can be in these figures: ask for a shorter period, or from a later position, or up to an earlier one.`,
  `期间记录了超过 ${VERSIONS_MAX} 处影响这些指标的变更：请缩短时段，或改用更晚的起始位置、更早的截止位置。`);
