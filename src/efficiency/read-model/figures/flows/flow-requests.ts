import type { Facts } from '../../facts.js';
import type { Scope } from '../scope.js';
import { FLOW_KINDS, type FlowKind } from './flow-kinds.js';
import { endsParams, flowRows, type FlowEnds } from './flow-rows.js';
import { openedRequests, type OpenedPage, type ReceiptPage } from './opened-requests.js';

/** The requests behind one number of the matrix. */
export function flowRequests(facts: Facts, scope: Scope, kind: FlowKind, ends: FlowEnds, page: ReceiptPage): Promise<OpenedPage> {
  const picked = `SELECT request, count(*) AS occurrences FROM (${flowRows(scope, ends)}) WHERE ${FLOW_KINDS[kind]} GROUP BY request`;
  return openedRequests(facts, scope, picked, endsParams(ends), page);
}
