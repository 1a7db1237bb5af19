import type { SqlValue } from '../duckdb-connection.js';

/** From inclusive, to exclusive. */
export interface MsRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * What of the requests and departments a figure is asked for. Lists are "any of"; the fields of one filter together mean "and",
 * and so do its branches.
 */
export interface FigureFilter {
  readonly departmentIds?: readonly string[];
  /** Once a scope is made: with everything below them. */
  readonly departmentTreeIds?: readonly string[];
  readonly officerIds?: readonly string[];
  readonly officerUnknown?: boolean;
  readonly hallIds?: readonly string[];
  readonly serviceItemCodes?: readonly string[];
  readonly channels?: readonly string[];
  readonly urgencies?: readonly string[];
  /** Of the request's latest closure, also when it was reopened since. */
  readonly outcomes?: readonly string[];
  readonly receivedAt?: MsRange;
  /** The due instant known last; a stopped clock has none. */
  readonly promisedDueAt?: MsRange;
  readonly statutoryDueAt?: MsRange;
  /** How often the request was transferred, refusals included. */
  readonly transfers?: { readonly min?: number; readonly max?: number };
  readonly and?: readonly FigureFilter[];
  readonly or?: readonly FigureFilter[];
  readonly not?: FigureFilter;
}

export interface FilterSql {
  /** Over rows with the columns `request`, `charged`, `charged_officer`; never null. */
  readonly sql: string;
  /** What of it can be said of a department alone, over a column `charged`: null where it depends on the request. */
  readonly ofDepartment: string;
  readonly params: Readonly<Record<string, SqlValue>>;
}

/** Parameters are named by their place, so that rendering the same filter again gives the same names. */
export function filterSql(filter: FigureFilter): FilterSql {
  const params: Record<string, SqlValue> = {};
  let nodes = 0;
  const render = (node: FigureFilter): Rendered => {
    const suffix = nodes === 0 ? '' : `_${nodes}`;
    nodes += 1;
    const name = (field: string, value: SqlValue): string => {
      params[`${field}${suffix}`] = value;
      return `$${field}${suffix}`;
    };
    const own = ownConditions(node, name);
    const and = (node.and ?? []).map(render);
    const or = node.or === undefined ? [] : [joined(node.or.map(render), 'OR', 'FALSE')];
    const not = node.not === undefined ? [] : [negated(render(node.not))];
    return joined([...own, ...and, ...or, ...not], 'AND', 'TRUE');
  };
  return { ...render(filter), params };
}

type Rendered = Pick<FilterSql, 'sql' | 'ofDepartment'>;
type Name = (field: string, value: SqlValue) => string;

const joined = (parts: readonly Rendered[], by: 'AND' | 'OR', none: 'TRUE' | 'FALSE'): Rendered => ({
  sql: parts.length === 0 ? none : `(${parts.map(({ sql }) => sql).join(` ${by} `)})`,
  ofDepartment: parts.length === 0 ? none : `(${parts.map(({ ofDepartment }) => ofDepartment).join(` ${by} `)})`,
});
const negated = ({ sql, ofDepartment }: Rendered): Rendered => ({ sql: `(NOT ${sql})`, ofDepartment: `(NOT ${ofDepartment})` });

const ofDepartment = (sql: string): Rendered => ({ sql: `coalesce(${sql}, FALSE)`, ofDepartment: sql });
/** Whether a department matches it depends on the request: unknown, by SQL's own logic of three values. */
const ofRow = (sql: string): Rendered => ({ sql: `coalesce(${sql}, FALSE)`, ofDepartment: 'NULL::BOOLEAN' });

function ownConditions(node: FigureFilter, name: Name): readonly Rendered[] {
  const conditions: Rendered[] = [];
  for (const field of ['departmentIds', 'departmentTreeIds'] as const) {
    const ids = node[field];
    if (ids !== undefined) conditions.push(ofDepartment(`list_contains(${name(field, ids)}, charged)`));
  }
  if (node.officerIds !== undefined) conditions.push(ofRow(`list_contains(${name('officerIds', node.officerIds)}, charged_officer)`));
  if (node.officerUnknown !== undefined) conditions.push(ofRow(`charged_officer IS ${node.officerUnknown ? '' : 'NOT '}NULL`));
  const requests = [...receiptConditions(node, name), ...dueConditions(node, name), ...transferConditions(node, name), ...outcomeConditions(node, name)];
  return [...conditions, ...requests.map(ofRow)];
}

const REQUEST_COLUMNS = [['hallIds', 'hall'], ['serviceItemCodes', 'service_item'], ['channels', 'channel'], ['urgencies', 'urgency']] as const;

function receiptConditions(node: FigureFilter, name: Name): readonly string[] {
  const lists = REQUEST_COLUMNS.flatMap(([field, column]) => {
    const list = node[field];
    return list === undefined ? [] : [`list_contains(${name(field, list)}, ${column})`];
  });
  const range = node.receivedAt === undefined ? [] : [inRange('at_ms', 'receivedAt', node.receivedAt, name)];
  const all = [...lists, ...range];
  return all.length === 0 ? [] : [`request IN (SELECT request FROM live_receipts($p) WHERE ${all.join(' AND ')})`];
}

function inRange(column: string, field: string, { fromMs, toMs }: MsRange, name: Name): string {
  return `${column} >= ${name(`${field}_from`, BigInt(fromMs))} AND ${column} < ${name(`${field}_to`, BigInt(toMs))}`;
}

const dueConditions = (node: FigureFilter, name: Name): readonly string[] =>
  (['promisedDueAt', 'statutoryDueAt'] as const).flatMap((field) => {
    const range = node[field];
    if (range === undefined) return [];
    const kind = field === 'promisedDueAt' ? 'PROMISED' : 'STATUTORY';
    const once = inRange('due_ms', field, range, name);
    return [`request IN (SELECT request FROM (SELECT request, unnest(arg_max(struct_pack(due_ms), fact_key)) FROM live_dues($p)
      WHERE limit_kind = '${kind}' AND request IN (SELECT request FROM live_dues($p) WHERE limit_kind = '${kind}' AND ${once}) GROUP BY request) WHERE ${once})`];
  });

function transferConditions({ transfers }: FigureFilter, name: Name): readonly string[] {
  if (transfers === undefined) return [];
  const { min = 0, max } = transfers;
  const having = (condition: string): string => `(SELECT request FROM live_transfers($p) GROUP BY request HAVING count(*) ${condition})`;
  const atLeast = min <= 0 ? [] : [`request IN ${having(`>= ${name('transfers_min', BigInt(min))}`)}`];
  const atMost = max === undefined ? [] : [`request NOT IN ${having(`> ${name('transfers_max', BigInt(max))}`)}`];
  return [...atLeast, ...atMost];
}

const outcomeConditions = ({ outcomes }: FigureFilter, name: Name): readonly string[] => (outcomes === undefined ? []
  : [`request IN (SELECT request FROM live_closures($p) GROUP BY request HAVING list_contains(${name('outcomes', outcomes)}, arg_max(outcome, fact_key)))`]);
