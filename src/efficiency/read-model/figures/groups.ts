import type { SqlRow } from '../duckdb-connection.js';
import type { Facts } from '../facts.js';
import { compareGroups, groupValues, isTime, keyColumns, keyOfRow, placed, type Grouping, type GroupValues } from './dimensions.js';
import { SOURCES } from './figure-relations.js';
import { QuestionRefused } from './question-refused.js';
import { conditionsOf, EVER_MS, groupingOf, paramsOf, usedParams, type Scope } from './scope.js';

/** Groups of one answer: what they are is known before any figure is asked for. */
export const GROUPS_MAX = 20_000;

const OF_REQUESTS = 'SELECT request, CAST(NULL AS VARCHAR) AS charged, CAST(NULL AS VARCHAR) AS charged_officer FROM live_receipts($p)';
/** Warnings and reminders are charged as things were known when they were raised, which a late event may have changed since. */
const SUPERVISED = [SOURCES.warnings, SOURCES.reminders];
/** Everybody else a figure can be charged to held the request. */
const OF_HOLDERS = [
  'SELECT request, department AS charged, CAST(NULL AS VARCHAR) AS charged_officer FROM live_receipts($p)',
  'SELECT request, to_department, NULL FROM live_transfers($p)',
  'SELECT request, department, NULL FROM live_holdings($p)',
  ...SUPERVISED.map((source) => `SELECT request, department, NULL FROM ${source}`),
].join(' UNION ALL ');
/** The same with officers; where a figure has no author, or another department's officer, it is as that figure says. */
const OF_OFFICERS = [
  OF_HOLDERS,
  'SELECT request, department, officer FROM live_receipts($p)',
  'SELECT request, department, officer FROM live_segments($p)',
  `SELECT request, unnest(arg_max(struct_pack(department, officer), position)) FROM live_tails($p)
    WHERE request IN (SELECT request FROM open_requests($p, $ever)) GROUP BY request`,
  'SELECT request, department, officer FROM live_holdings($p)',
  'SELECT request, from_department, officer FROM live_transfers($p)',
  'SELECT request, department, officer FROM live_closures($p)',
  'SELECT request, first_department, officer FROM live_closures($p)',
  ...SUPERVISED.map((source) => `SELECT request, department, officer FROM ${source}`),
].join(' UNION ALL ');

function presenceOf({ dimensions }: Grouping, conditions: string): string {
  if (dimensions.includes('OFFICER') || /\bcharged_officer\b/.test(conditions)) return OF_OFFICERS;
  return dimensions.some((one) => one.startsWith('DEPARTMENT')) || /\bcharged\b/.test(conditions) ? OF_HOLDERS : OF_REQUESTS;
}

/**
 * Every combination of values that occurs among the requests of the filter, in every bucket of the period, also where all
 * figures are zero; by code points. @throws QuestionRefused when there are too many.
 */
export async function groupsOf(facts: Facts, scope: Scope): Promise<readonly GroupValues[]> {
  const grouping = groupingOf(scope);
  const { dimensions, buckets } = grouping;
  const others = await valuesBesideTime(facts, scope, { ...grouping, dimensions: dimensions.filter((one) => !isTime(one)), buckets: [] });
  const place = dimensions.findIndex(isTime);
  if (others.length * Math.max(1, buckets.length) > GROUPS_MAX) throw tooManyGroups();
  if (place < 0) return others.toSorted(compareGroups);
  return others.flatMap((values) => buckets.map(({ key }) => values.toSpliced(place, 0, key))).sort(compareGroups);
}

async function valuesBesideTime(facts: Facts, scope: Scope, grouping: Grouping): Promise<readonly GroupValues[]> {
  const keys = keyColumns(grouping);
  if (keys.length === 0) return [[]];
  const conditions = conditionsOf(scope);
  const present = `(SELECT * FROM (${presenceOf(grouping, conditions)}) WHERE ${conditions})`;
  const sql = `SELECT DISTINCT ${keys.join(', ')} FROM (${placed(grouping, present, 'AT')}) LIMIT ${GROUPS_MAX + 1}`;
  const rows = await facts.query<SqlRow>(sql, usedParams(sql, { ...paramsOf(scope), ever: EVER_MS }));
  if (rows.length > GROUPS_MAX) throw tooManyGroups();
  return rows.map((row) => groupValues(keyOfRow(grouping, row)));
}

const tooManyGroups = (): QuestionRefused => new QuestionRefused(
  'TOO_MANY_GROUPS', `These dimensions make more than ${GROUPS_MAX} groups: filter more, shorten the period, or take a coarser dimension.`,
  `分组超过 ${GROUPS_MAX} 个：请缩小筛选范围、缩短时段或改用更粗的维度。`);
