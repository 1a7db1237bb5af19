import { conditionsOf, inPeriod, type Scope } from '../scope.js';

/**
 * Episodes of the period, by their last transfer. One is charged to both of its pair, so it is in the filter when either is;
 * no officer is its author.
 */
export const episodeRows = (scope: Scope): string => `
  SELECT DISTINCT ON (request, fact_key) * FROM (
    SELECT *, unnest([department_a, department_b]) AS charged, CAST(NULL AS VARCHAR) AS charged_officer FROM live_episodes($p))
  WHERE ${inPeriod} AND ${conditionsOf(scope)}`;
