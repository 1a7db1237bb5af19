import { accept, reject, type Decision } from '../../kernel/decider.js';
import { toIso, type EpochMs, type IsoInstant } from '../../kernel/instant.js';
import { EVENT_OF_COMMAND, type ServiceRequestCommand } from './commands.js';
import type { ServiceRequestEvent } from './events.js';
import { refuseSender, standingOf } from './gate.js';
import { receive } from './receipt.js';
import type { Rejection } from './rejection.js';
import { refuseByRule, refuseStatus, type DecisionContext } from './rule.js';
import { ruleFor, type LaterCommandType } from './rules.js';
import type { LiveRequest, ServiceRequestState } from './state.js';
import { readInstant, refuseBackwards, refuseBeforeReceipt, settleTime } from './time-rule.js';

/** An event to record; `claimedOccurredAt` goes into its metadata, where the predecessor's instant was recorded instead. */
export interface DecidedEvent {
  readonly event: ServiceRequestEvent;
  readonly claimedOccurredAt?: IsoInstant;
}
export type ServiceRequestDecision = Decision<DecidedEvent, Rejection>;
type LaterCommand = Extract<ServiceRequestCommand, { type: LaterCommandType }>;

/** One accepted command is exactly one event. The order of the checks makes the named reason the most helpful one. */
export function decide(command: ServiceRequestCommand, state: ServiceRequestState, context: DecisionContext): ServiceRequestDecision {
  const standing = standingOf(state, command);
  if ('rejection' in standing) return reject(standing.rejection);
  const claimedMs = readInstant(command.data.occurredAt);
  const sender = refuseSender(command, claimedMs, context);
  if (sender !== null) return reject(sender);
  if (command.type === 'ReceiveRequest') {
    const receipt = receive(command.data, claimedMs, context.reference);
    if ('rejection' in receipt) return reject(receipt.rejection);
    return accept({ event: { type: 'RequestReceived', data: receipt.data } });
  }
  if (standing.state === null) throw new Error(`${command.type} reached the rules without a receipt`);
  const refusal = refuseLater(command, standing.state, claimedMs, context);
  return refusal === null ? accept(recordLater(command, standing.state, claimedMs)) : reject(refusal);
}

function refuseLater(command: LaterCommand, state: LiveRequest, claimedMs: EpochMs, { reference }: DecisionContext): Rejection | null {
  const type = EVENT_OF_COMMAND[command.type];
  const rule = ruleFor(command.type);
  const { data } = command;
  return (
    refuseBeforeReceipt(type, claimedMs, state) ??
    refuseStatus(rule, state, data.requestId) ??
    refuseBackwards(type, claimedMs, state) ??
    refuseByRule(rule, state, { data, claimedMs, reference })
  );
}

function recordLater(command: LaterCommand, state: LiveRequest, claimedMs: EpochMs): DecidedEvent {
  const type = EVENT_OF_COMMAND[command.type];
  const settledMs = settleTime(type, claimedMs, state.lastLifecycleMs);
  const occurredAt = toIso(settledMs);
  const asSaid = occurredAt === command.data.occurredAt && command.type !== 'ExtendLimit';
  const data = said(asSaid ? command.data : { ...command.data, occurredAt, ...normalDueInstant(command) });
  // Each later command carries exactly its event's data (see commands.ts); only instants are settled here.
  const event = { type, data } as ServiceRequestEvent;
  return settledMs === claimedMs ? { event } : { event, claimedOccurredAt: toIso(claimedMs) };
}

function normalDueInstant(command: LaterCommand): { dueAt?: IsoInstant } {
  if (command.type !== 'ExtendLimit' || command.data.dueAt === undefined) return {};
  return { dueAt: toIso(readInstant(command.data.dueAt)) };
}

/** Optional fields that were not said are absent, not undefined: the stored form is hashed. */
function said<T extends object>(data: T): T {
  for (const key in data) if (data[key] === undefined) return withoutUnsaid(data);
  return data;
}

function withoutUnsaid<T extends object>(data: T): T {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)) as T;
}
