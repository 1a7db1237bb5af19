import { toIso, type EpochMs, type IsoInstant } from '../../kernel/instant.js';
import type { ReferenceView } from '../../reference-data/domain/reference-view.js';
import type { Limit } from '../../working-time/limit.js';
import type { ReceiveData } from './commands.js';
import type { ServiceRequestEventData } from './events.js';
import { refuse } from './refuse.js';
import type { Rejection } from './rejection.js';
import { readInstant, refuseOutOfRange } from './time-rule.js';

type ServiceItem = NonNullable<ReturnType<ReferenceView['serviceItem']>>;
type Received = ServiceRequestEventData['RequestReceived'];
export type Receipt = { readonly data: Received } | { readonly rejection: Rejection };

/** The receipt with the terms of its service item pinned as they stand, or why it cannot be recorded. */
export function receive(command: ReceiveData, claimedMs: EpochMs, reference: ReferenceView): Receipt {
  const outOfRange = refuseInstants(command, claimedMs);
  if (outOfRange !== null) return { rejection: outOfRange };
  const item = reference.serviceItem(command.serviceItemCode);
  if (item === undefined) return { rejection: refuse('UNKNOWN_SERVICE_ITEM', { serviceItemCode: command.serviceItemCode }) };
  const calendar = reference.calendar(item.calendarId);
  if (calendar === undefined) return { rejection: refuse('UNKNOWN_CALENDAR', { calendarId: item.calendarId }) };
  return { data: withActor(pinned(command, claimedMs, item, calendar.definition.version), command) };
}

/** A due instant before the receipt is allowed: late at once. */
function refuseInstants({ dueAt }: ReceiveData, claimedMs: EpochMs): Rejection | null {
  return refuseOutOfRange(claimedMs) ?? (dueAt === undefined ? null : refuseOutOfRange(readInstant(dueAt)));
}

/** An explicit due instant replaces the promised limit unless it says statutory. The keys stand in order: the canonical form is made sooner of such. */
function pinned(command: ReceiveData, claimedMs: EpochMs, item: ServiceItem, calendarVersion: number): Received {
  const { dueAt, dueLimit } = command;
  const limits = item.limits[command.urgency] ?? item.limits.NORMAL;
  const explicit = dueAt === undefined ? null : explicitLimit(dueAt);
  return {
    applicant: command.applicant,
    calendarId: item.calendarId,
    calendarVersion,
    channel: command.channel,
    clockStart: item.clockStart,
    departmentId: command.departmentId,
    hallId: command.hallId,
    occurredAt: toIso(claimedMs),
    promisedLimit: explicit !== null && dueLimit !== 'STATUTORY' ? explicit : limits.promised,
    requestId: command.requestId,
    route: item.route,
    serviceItemCode: command.serviceItemCode,
    serviceItemVersion: item.version,
    statutoryLimit: explicit !== null && dueLimit === 'STATUTORY' ? explicit : limits.statutory,
    urgency: command.urgency,
    warningShare: item.warningShare,
  };
}

/** Who acted is not always said; what was not said is absent, not undefined. */
function withActor(data: Received, { officerId, terminalId }: ReceiveData): Received {
  if (officerId === undefined && terminalId === undefined) return data;
  return { ...data, ...(officerId !== undefined && { officerId }), ...(terminalId !== undefined && { terminalId }) };
}

const explicitLimit = (dueAt: IsoInstant): Limit => ({ dueAt: toIso(readInstant(dueAt)), unit: 'INSTANT' });
