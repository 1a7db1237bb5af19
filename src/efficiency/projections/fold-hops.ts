import { toMs } from '../../kernel/instant.js';
import type { ServiceRequestEvent } from '../../service-request/domain/events.js';
import type { Hop, RequestHistory } from './history.js';
import { passOn } from './stays.js';

type HopEvent = Extract<ServiceRequestEvent, { type: 'RequestTransferred' | 'TransferAccepted' | 'TransferRefused' | 'TransferRecalled' | 'TransferRuled' }>;

/** The events that change the holder, answer a transfer or judge it. */
export function foldHop(history: RequestHistory, event: HopEvent, revision: number): RequestHistory {
  const atMs = toMs(event.data.occurredAt);
  if (event.type === 'TransferRuled') {
    const hops = history.hops.map((hop) => (hop.revision === event.data.revision ? { ...hop, ruling: event.data.verdict } : hop));
    return { ...history, hops };
  }
  if (event.type === 'RequestTransferred') {
    const moved = move(history, event.data.fromDepartmentId, event.data.toDepartmentId, atMs, 'TRANSFER', event, revision);
    return { ...moved, pendingHop: moved.hops.length - 1 };
  }
  const pending = history.pendingHop === null ? undefined : history.hops[history.pendingHop];
  if (pending === undefined) throw new Error(`${event.type} at revision ${revision} answers no pending transfer`);
  if (event.type === 'TransferAccepted') return { ...answered(history, pending, atMs), lastLifecycleMs: atMs };
  if (event.type === 'TransferRefused') {
    return move(answered(history, pending, atMs), pending.toDepartmentId, pending.fromDepartmentId, atMs, 'REFUSAL', event, revision);
  }
  return recall(history, pending, atMs, revision);
}

function move(
  history: RequestHistory, from: string, to: string, atMs: number, kind: Hop['kind'],
  { data }: Extract<HopEvent, { type: 'RequestTransferred' | 'TransferRefused' }>, revision: number,
): RequestHistory {
  const hop: Hop = {
    revision, kind, fromDepartmentId: from, toDepartmentId: to, atMs, officerId: data.officerId ?? null,
    reasonCode: data.reasonCode ?? null, stay: history.stays.length - 1, recalled: false, ruling: null,
  };
  return { ...history, hops: [...history.hops, hop], stays: passOn(history, to, atMs, kind), lastLifecycleMs: atMs };
}

function recall(history: RequestHistory, pending: Hop, atMs: number, revision: number): RequestHistory {
  const hops = history.hops.map((hop) => (hop === pending ? { ...hop, recalled: true } : hop));
  return {
    ...history, hops, pendingHop: null, lastLifecycleMs: atMs,
    stays: passOn(history, pending.fromDepartmentId, atMs, 'RECALL'),
    recalls: [...history.recalls, { revision, atMs, departmentId: pending.fromDepartmentId }],
  };
}

const answered = (history: RequestHistory, pending: Hop, atMs: number): RequestHistory => ({
  ...history, pendingHop: null, handovers: [...history.handovers, { fromMs: pending.atMs, untilMs: atMs }],
});
