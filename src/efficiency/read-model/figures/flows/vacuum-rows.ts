import { COUNTED, SOURCES } from '../figure-relations.js';
import { chargedTo, conditionsOf, inPeriod, type Scope } from '../scope.js';

const { where: BUCK_PASS } = COUNTED.BUCK_PASSES;
const { where: RAW_BUCK_PASS } = COUNTED.BUCK_PASSES_BEFORE_RULINGS;
/** A hot potato, or a refusal that was as quick. */
const AT_ONCE = '(is_refusal OR NOT planned) AND held_ms < $hot_ms AND progress = 0';

/**
 * `kept`: requests received in the period, filtered like RECEIVED, with everything known of each: a request's history is not cut at
 * the period's end. Holdings that a recall or a recalled transfer ended are left out.
 */
export const keptSql = (scope: Scope): string => `
  cohort AS MATERIALIZED (SELECT * FROM (SELECT *, ${chargedTo(COUNTED.RECEIVED)} FROM ${SOURCES[COUNTED.RECEIVED.source]}) WHERE ${inPeriod} AND ${conditionsOf(scope)}),
  hops AS MATERIALIZED (SELECT * FROM live_transfers($p) WHERE request IN (SELECT request FROM cohort)),
  sent AS (SELECT request, count(*) AS transfers, count(*) FILTER (WHERE ${BUCK_PASS}) AS passed_on, count(*) FILTER (WHERE ${RAW_BUCK_PASS}) AS raw,
      count(*) FILTER (WHERE ${AT_ONCE}) AS at_once, count(*) FILTER (WHERE is_return) AS revisits FROM hops GROUP BY request),
  closed AS (SELECT request, count(*) AS closures FROM live_closures($p) WHERE request IN (SELECT request FROM cohort) GROUP BY request),
  held AS (SELECT request, count(*) AS holders,
      count(*) FILTER (WHERE h.department <> c.department AND NOT list_contains(from_json(c.route, '["VARCHAR"]'), h.department)) AS strays
    FROM (SELECT request, department FROM cohort UNION SELECT request, to_department FROM hops) h JOIN cohort c USING (request) GROUP BY request),
  kept AS (SELECT request, c.service_item, coalesce(s.transfers, 0) AS transfers, coalesce(s.passed_on, 0) AS passed_on, coalesce(s.raw, 0) AS passed_on_before_rulings,
      coalesce(s.transfers, 0) + coalesce(d.closures, 0) AS ended, h.holders, h.strays, coalesce(s.revisits, 0) AS revisits,
      coalesce(s.at_once = s.transfers, FALSE)::INTEGER AS untouched, (coalesce(s.revisits, 0) > 0)::INTEGER AS came_back
    FROM cohort c JOIN held h USING (request) LEFT JOIN sent s USING (request) LEFT JOIN closed d USING (request))`;
