import { limitStateSql } from '../figures/backlog-figure.js';
import { calendarPoints, conditionsOf, inPeriod, type Scope } from '../figures/scope.js';

/** What a limit says: of a closure ON_TIME, LATE, NO_LIMIT; of an open request its state. NOT_MEASURED: the rules cannot measure it. */
export const VERDICTS = ['ON_TIME', 'LATE', 'GREEN', 'YELLOW', 'RED', 'SUSPENDED', 'NO_LIMIT', 'NOT_MEASURED'] as const;
export type LimitVerdict = (typeof VERDICTS)[number];
export const FLIP_SUBJECTS = ['CLOSURE', 'OPEN'] as const;
export type FlipSubject = (typeof FLIP_SUBJECTS)[number];

const LIMITS = ['promised', 'statutory'] as const;
type LimitColumn = (typeof LIMITS)[number];

const ofClosures = (limit: LimitColumn): string => `SELECT request, fact_key AS ordinal, 'CLOSURE' AS subject, '${limit.toUpperCase()}' AS limit_kind,
    ${limit} AS verdict, ${limit}_due_ms AS due_ms, department AS charged, officer AS charged_officer, at_ms FROM live_closures($p)`;

const ofOpen = (limit: LimitColumn): string => `SELECT request, -1 AS ordinal, 'OPEN' AS subject, '${limit.toUpperCase()}' AS limit_kind,
    ${limitStateSql(limit)} AS verdict, ${limit}_due_ms AS due_ms, department AS charged, officer AS charged_officer, CAST(NULL AS BIGINT) AS at_ms FROM opened`;

/** One row for each limit of each closure of the period, and of each request open at the question's instant. */
export const verdictsRelation = (scope: Scope): string => `
  WITH opened AS (SELECT o.*, $now_ms AS judged_ms, v.w_now FROM backlog_at($p, $now_ms) o JOIN (${calendarPoints(scope)}) v ON v.calendar = o.calendar AND v.current)
  ${LIMITS.map(ofClosures).join(' UNION ALL ')} UNION ALL ${LIMITS.map(ofOpen).join(' UNION ALL ')}`;

/** Those of the question's filter, with what tells the request to people. */
export const verdictsAsked = (scope: Scope): string => `
  SELECT a.*, r.hall, r.request_id, r.service_item, r.at_ms AS received_at_ms
  FROM (SELECT * FROM (${verdictsRelation(scope)}) WHERE ${inPeriod} AND ${conditionsOf(scope)}) a JOIN live_receipts($p) r USING (request)`;
