import type { SqlRow } from './duckdb-connection.js';
import type { Facts } from './facts.js';
import type { ParkedCode } from './poison.js';
import { inSight, sightParams, type Sight } from './sight.js';

/** A request, or a stream of names, whose figures stand as they stood before an event that could not be taken. */
export interface ParkedRequest {
  readonly stream: string;
  readonly position: bigint;
  /** Null when a changed calendar is at fault. */
  readonly revision: number | null;
  readonly type: string;
  readonly code: ParkedCode;
  readonly reason: string;
  readonly recordedAtMs: number | null;
  /** Events that wait behind it. */
  readonly eventsBehind: number;
}
/** Where a page ends: positions alone are not enough, one calendar can park many. */
export interface ParkedPlace {
  readonly position: bigint;
  readonly stream: string;
}

interface Row extends SqlRow {
  readonly stream: string;
  readonly position: bigint;
  readonly revision: number | null;
  readonly type: string;
  readonly code: ParkedCode;
  readonly reason: string;
  readonly recorded_at_ms: bigint | null;
  readonly events_behind: bigint;
}

export const PARKED_TEXTS: Readonly<Record<ParkedCode, { readonly en: string; readonly zh: string }>> = {
  UNREADABLE: { en: 'Its payload could not be read.', zh: '事件内容无法读取。' },
  UNKNOWN_TYPE: { en: 'This version of the program does not know its type: a newer one recorded it.', zh: '当前版本不认识该事件类型，可能由更新的版本写入。' },
  BAD_SHAPE: { en: 'It does not have the shape that its type is stored in.', zh: '事件结构与其类型的存储格式不符。' },
  IMPOSSIBLE_HISTORY: { en: 'The rules would never have let it happen here.', zh: '按业务规则，该事件不可能在此处发生。' },
  FACTS_FAILED: { en: 'The figures could not be computed from it.', zh: '无法由该事件计算指标。' },
  BEHIND: { en: 'It waits behind an earlier event of its request.', zh: '排在同一办件更早的问题事件之后。' },
};

/** `serviceRequest-`, `warning-` and `rectification-`, then the hall and the request. */
const OF_REQUEST = "regexp_extract(f.stream, '^(serviceRequest|warning|rectification)-([^.]*)[.](.*)$', ['kind', 'hall', 'request_id'], 's')";

/**
 * Of requests those that may be seen. Where not all departments are, that cannot be told of one that stands still from its receipt on.
 * What is not of a request is of everybody's reference data.
 */
function seenSql(sight: Sight | null): string {
  if (sight === null) return '';
  const { halls, departments } = sight;
  const ofHalls = halls === null ? 'TRUE' : `list_contains($sight_halls, ${OF_REQUEST}.hall)`;
  const ofDepartments = departments === null ? 'TRUE' : `(${OF_REQUEST}.hall, ${OF_REQUEST}.request_id) IN (SELECT (hall, request_id) FROM receipts WHERE ${inSight(sight)})`;
  return `AND (${OF_REQUEST}.kind = '' OR (${ofHalls} AND ${ofDepartments}))`;
}

/** In the order of the log, after `after`; `sight` null: all of them. */
export async function parkedRequests(facts: Facts, sight: Sight | null, first: number, after: ParkedPlace | null): Promise<readonly ParkedRequest[]> {
  const rows = await facts.query<Row>(
    `SELECT f.stream, f.position, f.revision, f.type, f.code, f.reason, f.recorded_at_ms, coalesce(b.events, 0) AS events_behind
     FROM parked f LEFT JOIN (SELECT stream, count(*) AS events FROM parked WHERE behind IS NOT NULL GROUP BY stream) b ON b.stream = f.stream
     WHERE f.behind IS NULL ${seenSql(sight)} AND (f.position > $position OR (f.position = $position AND f.stream > $stream))
     ORDER BY f.position, f.stream LIMIT ${first}`, { position: after?.position ?? -1n, stream: after?.stream ?? '', ...sightParams(sight ?? undefined) });
  return rows.map(({ recorded_at_ms: recordedAtMs, events_behind: behind, ...row }) => (
    { ...row, recordedAtMs: recordedAtMs === null ? null : Number(recordedAtMs), eventsBehind: Number(behind) }));
}

export async function parkedCount(facts: Facts, sight: Sight | null): Promise<number> {
  const [row] = await facts.query<{ parked: bigint }>(
    `SELECT count(*) AS parked FROM parked f WHERE f.behind IS NULL ${seenSql(sight)}`, sightParams(sight ?? undefined));
  return Number(row?.parked ?? 0n);
}
