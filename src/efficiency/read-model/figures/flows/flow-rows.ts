import type { SqlParams } from '../../duckdb-connection.js';
import { COUNTED, SOURCES } from '../figure-relations.js';
import { chargedTo, conditionsOf, inPeriod, type Scope } from '../scope.js';

/** Which cells of the matrix; what is absent is any. */
export interface FlowEnds {
  readonly from?: string;
  readonly to?: string;
  /** The same the other way round too; needs both. */
  readonly eitherWay?: boolean;
}

const ENDS = '($flow_from IS NULL OR from_department = $flow_from) AND ($flow_to IS NULL OR to_department = $flow_to)';
const OTHER_WAY = 'from_department = $flow_to AND to_department = $flow_from';

/** Transfers and refusals of the period and filter, charged to their senders; takes the parameters of `endsParams`. */
export function flowRows(scope: Scope, { eitherWay = false }: FlowEnds = {}): string {
  const { source } = COUNTED.TRANSFERS_OUT;
  const ends = eitherWay ? `((${ENDS}) OR (${OTHER_WAY}))` : `(${ENDS})`;
  return `SELECT * FROM (SELECT *, ${chargedTo(COUNTED.TRANSFERS_OUT)} FROM ${SOURCES[source]}) WHERE ${inPeriod} AND ${ends} AND ${conditionsOf(scope)}`;
}

export const endsParams = ({ from, to }: FlowEnds = {}): SqlParams => ({ flow_from: from ?? null, flow_to: to ?? null });
