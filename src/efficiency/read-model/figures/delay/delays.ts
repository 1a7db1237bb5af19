import type { SqlRow } from '../../duckdb-connection.js';
import type { Facts } from '../../facts.js';
import { askGrouped } from '../grouped.js';
import { piecesOf, type LedgerClass } from '../ledger-figure.js';
import { EVER_MS, type Scope } from '../scope.js';

/** Who has to answer for an instant (§5): the holder of a HANDOVER is its receiver. */
export type Accountable = 'HOLDER' | 'RECEIVER' | 'APPLICANT' | 'HOLDER_NOT_CHARGED' | 'NOBODY';
export const ACCOUNTABLE: Readonly<Record<LedgerClass, Accountable>> = {
  CLOSED: 'NOBODY', OFF_HOURS: 'NOBODY', STATUTORY: 'HOLDER_NOT_CHARGED', APPLICANT: 'APPLICANT', HANDOVER: 'RECEIVER', HOLDING: 'HOLDER',
};
/** In the order of precedence. */
export const LEDGER_CLASSES = Object.keys(ACCOUNTABLE) as readonly LedgerClass[];
/** What is neither of these is working time. */
export const OUTSIDE_WORK: ReadonlySet<LedgerClass> = new Set(['CLOSED', 'OFF_HOURS']);

export const DELAY_PARAMS = { ever: EVER_MS };

/** The ledger's pieces by class, OFF_HOURS apart: `ms` adds up to the wall clock. */
export const delaysOf = (scope: Scope): string => `(
  SELECT request, charged, charged_officer, bucket, unnest([ledger_class, 'OFF_HOURS']) AS ledger_class, unnest([own_ms, wall_ms - own_ms]) AS ms
  FROM (SELECT *, CASE ledger_class WHEN 'CLOSED' THEN wall_ms ELSE working_ms END AS own_ms FROM (${piecesOf(scope)})))`;

/** How much of one class a group has, and in how many requests. */
export interface DelayLine {
  readonly ledgerClass: LedgerClass;
  readonly ms: bigint;
  readonly requests: number;
}
interface Row extends SqlRow {
  readonly ledger_class: LedgerClass;
  readonly ms: bigint;
  readonly requests: bigint;
}

/** The classes of each group that have any time; under null those of all together. */
export async function delayLines(facts: Facts, scope: Scope): Promise<ReadonlyMap<string | null, readonly DelayLine[]>> {
  const rows = await askGrouped<Row>(facts, scope, {
    from: delaysOf(scope), where: 'ms > 0', place: 'PIECE', by: ['ledger_class'], params: DELAY_PARAMS,
    aggregates: 'sum(ms)::HUGEINT AS ms, count(DISTINCT request) AS requests', having: 'count(*) > 0',
  });
  return new Map([...rows].map(([key, of]) => [key, of.map((row) => ({ ledgerClass: row.ledger_class, ms: row.ms, requests: Number(row.requests) }))]));
}
