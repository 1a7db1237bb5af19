/**
 * The relations of the figures once more, over versions of single requests: each as the log stood at a position of its own. A version
 * is told by its place in the list `p`, which has three numbers for each: the request, the position, the era of the calendars then.
 * As `request` a row has its version, so that what asks by request asks by version.
 */
export const NUMBERS_OF_A_VERSION = 3;

const VERSIONS = `SELECT n AS told, p[3 * n + 1] AS told_request, p[3 * n + 2] AS told_position, p[3 * n + 3] AS told_era
  FROM (SELECT unnest(range(len(p) // ${NUMBERS_OF_A_VERSION})) AS n)`;

/** Facts that are measured with the calendar of the moment name it with its era. */
const OF_AN_ERA = ['tails', 'segments'];

export function toldMacro(kind: string, table: string): string {
  const era = OF_AN_ERA.includes(kind) ? ", calendar || '#' || told_era AS calendar" : '';
  return `CREATE MACRO told_live_${table}(p) AS TABLE
  SELECT f.* EXCLUDE (told, told_request, told_position, told_era) REPLACE (told AS request${era})
  FROM (SELECT f.*, v.* FROM ${table} f JOIN (${VERSIONS}) v ON f.request = v.told_request AND f.position <= v.told_position) f
  ANTI JOIN (SELECT fact_position, request AS retracted_of, fact_key AS retracted_key, position AS retracted_at FROM retractions WHERE kind = '${kind}') r
    ON r.fact_position = f.position AND r.retracted_of = f.told_request AND r.retracted_key = f.fact_key AND r.retracted_at <= f.told_position`;
}

/** A relation that is asked at a position, in a macro (`p`) or in a statement (`$p`). */
const AT_A_POSITION = /\b(\w+)\((\$?p)\b/g;
/** The same text over versions. */
export const ofVersions = (sql: string): string => sql.replace(AT_A_POSITION, 'told_$1($2');
