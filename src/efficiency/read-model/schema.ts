import { ofVersions, toldMacro } from './figures/restatements/told-macros.js';
import { STANDING_MACROS } from './figures/standing-macros.js';
import { FACT_COLUMNS, FACT_KINDS, type FactKind } from '../projections/facts.js';

/** Raise it when the tables or what the projection writes change: an older file is then rebuilt from the log. */
export const READ_MODEL_VERSION = 6;

export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
export const tableOf = (kind: FactKind): string => snake(kind);

const factTable = (kind: FactKind): string => {
  const columns = Object.entries(FACT_COLUMNS[kind]).map(([name, type]) => `${snake(name)} ${type}`);
  return `CREATE TABLE ${tableOf(kind)} (position BIGINT, request BIGINT, fact_key INTEGER, ${columns.join(', ')})`;
};

/** `live_<facts>(p)`: the rows that were true as the log stood at position p. A plain anti join streams; NOT EXISTS would not. */
const liveMacro = (kind: FactKind): string => `CREATE MACRO live_${tableOf(kind)}(p) AS TABLE
  SELECT f.* FROM (SELECT * FROM ${tableOf(kind)} WHERE position <= p) f
  ANTI JOIN (SELECT fact_position, request, fact_key FROM retractions WHERE kind = '${kind}' AND position <= p) r
    ON r.fact_position = f.position AND r.request = f.request AND r.fact_key = f.fact_key`;

/**
 * A newer tail replaces the older one of the same request. Only a voided request has a tail retracted, the last one: then the
 * older ones, which nobody retracted, must not come back.
 */
const liveTails = `CREATE MACRO current_tails(p) AS TABLE
  SELECT request, unnest(arg_max(struct_pack(department, officer, ledger_class, since_ms, w_since, calendar, received_day), position))
  FROM tails t WHERE t.position <= p
    AND NOT EXISTS (SELECT 1 FROM retractions r WHERE r.kind = 'tails' AND r.position <= p AND r.request = t.request) GROUP BY request`;

/** One row per event: what happened when, when the log knew, and whose it was. `applicant_key` is the id of the key, on receipts only; nothing that was sealed is here. */
const events = `CREATE TABLE events (position BIGINT, request BIGINT, revision INTEGER, type VARCHAR, department VARCHAR,
  at_ms BIGINT, recorded_at_ms BIGINT, officer VARCHAR, assigned_officer VARCHAR, terminal VARCHAR, principal VARCHAR, applicant_key VARCHAR)`;

/** Events that could not be taken, and those behind them; no figure reads it. */
const parked = `CREATE TABLE parked (position BIGINT, stream VARCHAR, revision INTEGER, type VARCHAR, code VARCHAR, reason VARCHAR, behind BIGINT,
  recorded_at_ms BIGINT)`;

export const SCHEMA_STATEMENTS: readonly string[] = [
  'CREATE TABLE model (version INTEGER, checkpoint BIGINT)',
  `INSERT INTO model VALUES (${READ_MODEL_VERSION}, NULL)`,
  'CREATE TABLE side_effects (name VARCHAR PRIMARY KEY, handled BIGINT)',
  'CREATE TABLE retractions (kind VARCHAR, position BIGINT, request BIGINT, fact_key INTEGER, fact_position BIGINT)',
  'CREATE TABLE reference_events (position BIGINT, type VARCHAR, data VARCHAR, recorded_at_ms BIGINT)',
  events,
  parked,
  ...FACT_KINDS.map(factTable),
  ...FACT_KINDS.map(liveMacro),
  liveTails,
  ...STANDING_MACROS,
  ...FACT_KINDS.map((kind) => toldMacro(kind, tableOf(kind))),
  ...STANDING_MACROS.map(ofVersions),
];
