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
    const ruling = { revision, atMs, hopRevision: event.data.revision, verdict: event.data.verdict };
    return { ...history, hops, rulings: [...history.rulings, ruling] };
  }
  if (event.type === 'RequestTransferred') {
    const { fromDepartmentId, toDepartmentId } = event.data;
    const moved = move(history, event, { kind: 'TRANSFER', fromDepartmentId, toDepartmentId, atMs, revision });
    return { ...moved, pendingHop: moved.hops.length - 1 };
  }
  const pending = history.pendingHop === null ? undefined : history.hops[history.pendingHop];
  if (pending === undefined) throw new Error(`${event.type} at revision ${revision} answers no pending transfer`);
  if (event.type === 'TransferAccepted') return { ...answered(history, pending, atMs), lastLifecycleMs: atMs };
  if (event.type === 'TransferRefused') {
    const back = { fromDepartmentId: pending.toDepartmentId, toDepartmentId: pending.fromDepartmentId };
    return move(answered(history, pending, atMs), event, { kind: 'REFUSAL', ...back, atMs, revision });
  }
  return recall(history, pending, atMs, revision);
}

function move(
  history: RequestHistory,
  { data }: Extract<HopEvent, { type: 'RequestTransferred' | 'TransferRefused' }>,
  made: Pick<Hop, 'kind' | 'fromDepartmentId' | 'toDepartmentId' | 'atMs' | 'revision'>,
): RequestHistory {
  const hop: Hop = {
    ...made, officerId: data.officerId ?? null, reasonCode: data.reasonCode ?? null, stay: history.stays.length - 1, recalled: false, ruling: null,
  };
  const stays = passOn(history, made.toDepartmentId, made.atMs, made.kind);
  return { ...history, hops: [...history.hops, hop], stays, lastLifecycleMs: made.atMs };
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
