import { toMs } from '../../kernel/instant.js';
import type { Common, ServiceRequestEvent } from '../../service-request/domain/events.js';
import { foldHop } from './fold-hops.js';
import type { Closure, OfficerMark, RequestHistory } from './history.js';
import { endStay } from './stays.js';

/** Where an event stands in the log and in its stream. */
export interface Place {
  readonly position: bigint;
  readonly revision: number;
}
type Received = Extract<ServiceRequestEvent, { type: 'RequestReceived' }>;
type Later = Exclude<ServiceRequestEvent, Received>;

export function beginHistory({ data }: Received, { position }: Place): RequestHistory {
  const receivedAtMs = toMs(data.occurredAt);
  return {
    request: position, hallId: data.hallId, requestId: data.requestId, receivedAtMs,
    firstDepartmentId: data.departmentId, firstOfficerId: data.officerId ?? null,
    serviceItemCode: data.serviceItemCode, channel: data.channel, urgency: data.urgency, pinned: data,
    acceptedAtMs: null,
    stays: [{ departmentId: data.departmentId, fromMs: receivedAtMs, untilMs: null, endedBy: null, era: 0 }],
    hops: [], pendingHop: null, handovers: [], recalls: [], suspensions: [], closures: [], extensions: [], ratings: [], rulings: [], reminders: [],
    progress: [],
    officers: markOf(data), lastLifecycleMs: receivedAtMs, voided: false,
  };
}

/** Adds one recorded event to the history; trusts that the decider allowed it. */
export function foldHistory(history: RequestHistory, event: Later, place: Place): RequestHistory {
  const marked = { ...history, officers: insertByTime(history.officers, markOf(event.data)) };
  return settlePending(applyEvent(marked, event, place), history, event);
}

function applyEvent(history: RequestHistory, event: Later, place: Place): RequestHistory {
  const atMs = toMs(event.data.occurredAt);
  switch (event.type) {
    case 'RequestAccepted':
      return { ...history, acceptedAtMs: atMs, lastLifecycleMs: atMs };
    case 'RequestTransferred':
    case 'TransferAccepted':
    case 'TransferRefused':
    case 'TransferRecalled':
    case 'TransferRuled':
      return foldHop(history, event, place.revision);
    case 'RequestSuspended': {
      const begun = { fromMs: atMs, untilMs: null, cause: event.data.cause, departmentId: event.data.departmentId };
      return { ...history, suspensions: [...history.suspensions, begun], lastLifecycleMs: atMs };
    }
    case 'RequestResumed':
      return { ...endSuspension(history, atMs), lastLifecycleMs: atMs };
    case 'RequestCompleted':
      return close(history, event.data, atMs, place.position);
    case 'RequestReopened':
      return reopen(history, event.data.departmentId, atMs);
    case 'LimitExtended': {
      const { limit, amount, dueAt } = event.data;
      const granted = { limit, atMs, amount: amount ?? null, dueAt: dueAt ?? null };
      return { ...history, extensions: insertByTime(history.extensions, [granted]) };
    }
    case 'ProgressRecorded':
      return { ...history, progress: insertByTime(history.progress, [{ atMs, ...stepOf(event.data) }]) };
    case 'OfficerAssigned': {
      const mark = { atMs, departmentId: event.data.departmentId, officerId: event.data.assignedOfficerId, assigned: true };
      return { ...history, officers: insertByTime(history.officers, [mark]) };
    }
    case 'RequestVoided':
      return { ...history, voided: true };
    case 'RequestRated':
      return rate(history, event.data, atMs, place.revision);
    case 'ReminderIssued':
      return { ...history, reminders: insertByTime(history.reminders, [{ atMs, departmentId: event.data.departmentId, revision: place.revision }]) };
  }
}

/** Any act of the receiver but the answer itself closes a pending transfer, without a handover time. */
function settlePending(next: RequestHistory, before: RequestHistory, event: Later): RequestHistory {
  const pending = before.pendingHop === null ? undefined : before.hops[before.pendingHop];
  if (pending === undefined || next.pendingHop !== before.pendingHop) return next;
  return event.data.departmentId === pending.toDepartmentId ? { ...next, pendingHop: null } : next;
}

function close(history: RequestHistory, data: Extract<Later, { type: 'RequestCompleted' }>['data'], atMs: number, position: bigint): RequestHistory {
  const closure: Closure = {
    position, atMs, departmentId: data.departmentId, officerId: data.officerId ?? null, outcome: data.outcome,
    reopenedAtMs: null, reopenedBy: null,
  };
  const ended = endSuspension(history, atMs);
  return {
    ...ended, stays: endStay(history.stays, atMs, 'CLOSURE'), closures: [...history.closures, closure],
    pendingHop: null, lastLifecycleMs: atMs,
  };
}

function reopen(history: RequestHistory, departmentId: string, atMs: number): RequestHistory {
  const holder = history.stays.at(-1)?.departmentId ?? history.firstDepartmentId;
  const closures = history.closures.map((closure, index) =>
    index === history.closures.length - 1 ? { ...closure, reopenedAtMs: atMs, reopenedBy: departmentId } : closure);
  const stay = { departmentId: holder, fromMs: atMs, untilMs: null, endedBy: null, era: closures.length };
  return { ...history, closures, stays: [...history.stays, stay], lastLifecycleMs: atMs };
}

/** Closures come in the order of their instants: one that was recorded later is no earlier, so what is rated stays so. */
function rate(history: RequestHistory, { score, dimensions = {} }: Extract<Later, { type: 'RequestRated' }>['data'], atMs: number, revision: number): RequestHistory {
  const closure = history.closures.findLastIndex((one) => one.atMs <= atMs);
  return { ...history, ratings: [...history.ratings, { revision, atMs, closure, score, dimensions }] };
}

function endSuspension(history: RequestHistory, atMs: number): RequestHistory {
  if (history.suspensions.at(-1)?.untilMs !== null) return history;
  return { ...history, suspensions: history.suspensions.map((one) => (one.untilMs === null ? { ...one, untilMs: atMs } : one)) };
}

const stepOf = ({ departmentId, officerId, step }: Extract<Later, { type: 'ProgressRecorded' }>['data']) =>
  ({ departmentId, officerId: officerId ?? null, step });

const markOf = (data: Common): OfficerMark[] => (data.officerId === undefined ? []
  : [{ atMs: toMs(data.occurredAt), departmentId: data.departmentId, officerId: data.officerId, assigned: false }]);

/** Late annotations find their place by time; equal instants keep log order. */
function insertByTime<T extends { readonly atMs: number }>(list: readonly T[], added: readonly T[]): readonly T[] {
  const one = added[0];
  if (one === undefined) return list;
  let index = list.length;
  while (index > 0 && list[index - 1]!.atMs > one.atMs) index -= 1;
  return [...list.slice(0, index), one, ...list.slice(index)];
}
