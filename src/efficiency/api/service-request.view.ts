import { SEALED_FIELDS, type ServiceRequestEventType } from '../../service-request/domain/events.js';
import type { CalendarRegistry } from '../projections/calendar-registry.js';
import { isCompleted } from '../projections/history.js';
import type { ProjectedRequest } from '../projections/project.js';
import type { LedgerClass } from '../read-model/figures/ledger-figure.js';
import type { RequestDetails } from '../read-model/request-details.js';
import { limitsExplained, type LimitsQuestion } from './limits-explained.js';
import { Duration } from './duration.type.js';
import { Ledger } from './ledger.type.js';
import type { Holding, ServiceRequest, TimelineEntry } from './service-request.type.js';

export function viewOf({ events, projected, parkedAt }: RequestDetails, calendars: CalendarRegistry, question: LimitsQuestion): ServiceRequest {
  const { history } = projected;
  const { hallId, requestId, pinned } = history;
  return {
    id: `${hallId}.${requestId}`, hallId, requestId, voided: history.voided, completed: isCompleted(history),
    serviceItemCode: history.serviceItemCode, serviceItemVersion: pinned.serviceItemVersion, channel: history.channel,
    urgency: history.urgency, route: [...pinned.route], limits: limitsExplained(projected, calendars, question),
    holdings: holdingsOf(projected), ledger: ledgerOf(projected), timeline: events.map(entryOf), parkedAt,
  };
}

const holdingsOf = ({ history, facts }: ProjectedRequest): Holding[] => history.stays.map((stay, index) => {
  const ended = facts.holdings[index];
  return {
    departmentId: stay.departmentId, from: stay.fromMs, until: stay.untilMs, endedBy: stay.endedBy,
    holdingTime: ended === undefined ? null : new Duration(ended.holdingMs ?? 0),
  };
});

function ledgerOf({ facts }: ProjectedRequest): Ledger {
  const ledger: Record<LedgerClass, bigint> = { CLOSED: 0n, OFF_HOURS: 0n, STATUTORY: 0n, APPLICANT: 0n, HANDOVER: 0n, HOLDING: 0n };
  for (const { ledgerClass, fromMs, untilMs, wFrom, wUntil } of facts.segments) {
    const wallMs = BigInt(untilMs! - fromMs!);
    const ownMs = ledgerClass === 'CLOSED' ? wallMs : BigInt(wUntil! - wFrom!);
    ledger[ledgerClass as LedgerClass] += ownMs;
    ledger.OFF_HOURS += wallMs - ownMs;
  }
  return Ledger.of(ledger);
}

const COMMON = new Set(['hallId', 'requestId', 'occurredAt', 'departmentId', 'officerId', 'terminalId']);

function entryOf(event: RequestDetails['events'][number]): TimelineEntry {
  const data = event.data as Readonly<Record<string, unknown>> & { occurredAt: string; departmentId: string; officerId?: string; terminalId?: string };
  const metadata = event.metadata as { recordedAt: string; principal: string; claimedOccurredAt?: string };
  const sealed = SEALED_FIELDS[event.type as ServiceRequestEventType];
  return {
    position: event.position, revision: Number(event.revision), type: event.type, occurredAt: data.occurredAt,
    claimedOccurredAt: metadata.claimedOccurredAt ?? null, recordedAt: metadata.recordedAt, departmentId: data.departmentId,
    officerId: data.officerId ?? null, terminalId: data.terminalId ?? null, principal: metadata.principal,
    details: Object.entries(data)
      .filter(([name, value]) => !COMMON.has(name) && name !== sealed && value !== undefined && value !== null)
      .map(([name, value]) => ({ name, value: typeof value === 'string' ? value : JSON.stringify(value) })),
  };
}
