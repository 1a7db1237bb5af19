import type { EpochMs } from '../../kernel/instant.js';
import { EVENT_OF_COMMAND, type CommandType, type ServiceRequestCommand } from './commands.js';
import { refuse } from './refuse.js';
import type { Rejection } from './rejection.js';
import type { DecisionContext } from './rule.js';
import type { LiveRequest, ServiceRequestState } from './state.js';
import { refuseFuture } from './time-rule.js';

/** One request's history is folded whole for every command, so it has a limit; voiding it is always possible. */
export const EVENTS_PER_REQUEST_MAX = 5_000;

const SUPERVISOR_COMMANDS: ReadonlySet<CommandType> = new Set(['IssueReminder', 'RuleTransfer', 'VoidRequest']);

export type Standing = { readonly state: LiveRequest | null } | { readonly rejection: Rejection };

/** Whether the stream can take this command at all; `state` is null for a receipt into a new stream. */
export function standingOf(state: ServiceRequestState, { type, data: { requestId } }: ServiceRequestCommand): Standing {
  if (state.status === 'voided') return { rejection: refuse('REQUEST_VOIDED', { requestId }) };
  if (type === 'ReceiveRequest') {
    return state.status === 'absent' ? { state: null } : { rejection: refuse('ALREADY_RECEIVED', { requestId }) };
  }
  if (state.status === 'absent') return { rejection: refuse('UNKNOWN_REQUEST', { requestId }) };
  if (state.eventCount >= EVENTS_PER_REQUEST_MAX && type !== 'VoidRequest') {
    return { rejection: refuse('HISTORY_FULL', { requestId, eventsMax: String(EVENTS_PER_REQUEST_MAX) }) };
  }
  return { state };
}

/** What every command must meet, whatever the request's history: who asks, for which department, and by which clock. */
export function refuseSender(
  { type, data: { departmentId } }: ServiceRequestCommand,
  claimedMs: EpochMs,
  { nowMs, role, reference }: DecisionContext,
): Rejection | null {
  if (SUPERVISOR_COMMANDS.has(type) && role !== 'supervisor') {
    return refuse('SUPERVISOR_ONLY', { eventType: EVENT_OF_COMMAND[type] });
  }
  if (!reference.hasDepartment(departmentId)) return refuse('UNKNOWN_DEPARTMENT', { departmentId });
  return refuseFuture(claimedMs, nowMs);
}
