import { FACT_COLUMNS, type FactKind } from '../../projections/facts.js';
import { conditionsOf, inPeriod, type Scope } from '../figures/scope.js';
import { snake, tableOf } from '../schema.js';

type Columns = Readonly<Record<string, string>>;

/** Of whom a row is, by the first of these columns that its kind has; a kind with none goes by where the request was received. */
const CHARGED = ['department', 'fromDepartment', 'departmentA'];
/** What a row says of its request, so that it can be read alone. */
const OF_REQUEST = [['hall', 'hall'], ['request_id', 'requestId'], ['service_item', 'serviceItem'], ['channel', 'channel'], ['urgency', 'urgency']] as const;
const INSTANT = /^(at|from|until|since|closedAt|stoppedAt)Ms$|([dD]ue|At)Ms$/;

/** Milliseconds of the epoch, which go out as instants; all others are durations and stay whole milliseconds. */
export const isInstant = (column: string): boolean => INSTANT.test(column);

export interface ExportedColumn {
  readonly name: string;
  readonly isInstant: boolean;
}

export function exportedColumns(kind: FactKind): readonly ExportedColumn[] {
  const own = Object.keys(FACT_COLUMNS[kind]);
  const ofRequest = OF_REQUEST.filter(([, column]) => !own.includes(column)).map(([name]) => ({ name, isInstant: false }));
  return [...ofRequest, { name: 'known_since_position', isInstant: false }, ...own.map((column) => ({ name: nameOf(column), isInstant: isInstant(column) }))];
}

const nameOf = (column: string): string => (isInstant(column) ? snake(column).replace(/_ms$/, '') : snake(column));

/** Rows of one kind that were true at the position, in the period and of the filter, as the figures take them. */
export function factsSql(kind: FactKind, scope: Scope): string {
  const columns: Columns = FACT_COLUMNS[kind];
  const own = Object.keys(columns);
  const charged = CHARGED.find((name) => own.includes(name));
  const ofRequest = OF_REQUEST.filter(([, column]) => !own.includes(column)).map(([name]) => `r.${name}`);
  const byPseudonym = scope.pseudonyms !== undefined && own.includes('officer');
  const exported = own.map((column) => (byPseudonym && column === 'officer' ? 'people.pseudonym::VARCHAR AS "officer"' : selected(column)));
  const rows = `SELECT *, ${charged === undefined ? 'receiver' : snake(charged)} AS charged, ${own.includes('officer') ? 'officer' : 'NULL::VARCHAR'} AS charged_officer
    FROM (SELECT l.*, o.receiver FROM ${relationOf(kind)} l JOIN (SELECT request, department AS receiver FROM live_receipts($p)) o USING (request))`;
  return `SELECT ${[...ofRequest, 'f.position AS known_since_position', ...exported].join(', ')}
    FROM (SELECT * FROM (${rows}) WHERE ${periodOf(own)} AND ${conditionsOf(scope)}) f JOIN live_receipts($p) r USING (request) ${byPseudonym ? PEOPLE : ''}
    ORDER BY f.request, ${own.includes('atMs') ? 'f.at_ms, ' : ''}f.position, f.fact_key`;
}

const selected = (column: string): string => (isInstant(column) ? `epoch_ms(f.${snake(column)}) AS "${nameOf(column)}"` : `f.${snake(column)}`);

/** An officer without a pseudonym goes out as unknown. */
const PEOPLE = 'LEFT JOIN (SELECT unnest($people_officer) AS id, unnest($people_pseudonym) AS pseudonym) people ON people.id = f.officer';

/** A newer tail replaces the older one without retracting it. */
const relationOf = (kind: FactKind): string =>
  kind === 'tails' ? '(SELECT * FROM live_tails($p) QUALIFY row_number() OVER (PARTITION BY request ORDER BY position DESC) = 1)' : `live_${tableOf(kind)}($p)`;

/** An instant lies in the period, an interval overlaps it; what holds without one is not cut. */
function periodOf(own: readonly string[]): string {
  if (own.includes('atMs')) return inPeriod;
  return own.includes('fromMs') && own.includes('untilMs') ? 'from_ms < $to_ms AND until_ms > $from_ms' : 'TRUE';
}
