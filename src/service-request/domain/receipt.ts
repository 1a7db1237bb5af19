import { toIso, type EpochMs, type IsoInstant } from '../../kernel/instant.js';
import type { ReferenceView } from '../../reference-data/domain/reference-view.js';
import type { Limit } from '../../working-time/limit.js';
import type { ReceiveData } from './commands.js';
import type { Pinned, ServiceRequestEventData } from './events.js';
import { refuse } from './refuse.js';
import type { Rejection } from './rejection.js';
import { readInstant, refuseOutOfRange } from './time-rule.js';

type ItemLimits = NonNullable<ReturnType<ReferenceView['serviceItem']>>['limits']['NORMAL'];
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
  const { route, calendarId, clockStart, warningShare } = item;
  return {
    data: {
      ...withoutDueInstant(command),
      occurredAt: toIso(claimedMs),
      serviceItemVersion: item.version,
      ...pinnedLimits(item.limits[command.urgency] ?? item.limits.NORMAL, command),
      route,
      calendarId,
      calendarVersion: calendar.definition.version,
      clockStart,
      warningShare,
    },
  };
}

/** A due instant before the receipt is allowed: late at once. */
function refuseInstants({ dueAt }: ReceiveData, claimedMs: EpochMs): Rejection | null {
  return refuseOutOfRange(claimedMs) ?? (dueAt === undefined ? null : refuseOutOfRange(readInstant(dueAt)));
}

function withoutDueInstant({ dueAt: _dueAt, dueLimit: _dueLimit, ...said }: ReceiveData): Omit<Received, keyof Pinned> {
  return said;
}

/** An explicit due instant replaces the promised limit unless it says statutory. */
function pinnedLimits(item: ItemLimits, { dueAt, dueLimit }: ReceiveData): Pick<Pinned, 'promisedLimit' | 'statutoryLimit'> {
  const explicit = dueAt === undefined ? null : explicitLimit(dueAt);
  return {
    promisedLimit: explicit !== null && dueLimit !== 'STATUTORY' ? explicit : item.promised,
    statutoryLimit: explicit !== null && dueLimit === 'STATUTORY' ? explicit : item.statutory,
  };
}

const explicitLimit = (dueAt: IsoInstant): Limit => ({ unit: 'INSTANT', dueAt: toIso(readInstant(dueAt)) });
