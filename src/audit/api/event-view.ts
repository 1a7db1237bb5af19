import type { JsonObject } from '../../event-store/event-store.port.js';
import type { CountedRows } from '../history/counted-rows.js';
import { isLate } from '../history/describe-cause.js';
import { viewOf } from '../history/standing-at.js';
import type { Standing, Step } from '../history/walk.js';
import type { CalendarVersions } from '../../efficiency/projections/calendars.js';
import { PARKED_TEXTS } from '../../efficiency/read-model/parked-requests.js';
import { isSealed, type OpenedText } from '../application/opened-texts.js';
import { chainHolds } from '../read-model/gather.js';
import type { HistoryEntry } from '../read-model/history-entry.js';
import type { HistoryEvent, HistoryParked } from './history-event.type.js';
import type { HistoryState } from './history-state.type.js';

/** What stands in fields of its own; the other members of an event's data are its details. */
const NAMED = new Set(['hallId', 'requestId', 'occurredAt', 'departmentId', 'officerId', 'terminalId']);

export interface Names {
  readonly department: (departmentId: string) => string | null;
  readonly officer: (officerId: string) => string | null;
}

export interface ViewParts {
  readonly names: Names;
  readonly calendars: CalendarVersions;
  /** Shared by the events of a page. */
  readonly rows: CountedRows;
}

export function eventView(entry: HistoryEntry, step: Step, texts: readonly OpenedText[], { names, calendars, rows }: ViewParts): HistoryEvent {
  const { event: { position, revision, stream, id, type, data, metadata }, recorded } = entry;
  const [departmentId, officerId] = [textOf(data, 'departmentId'), textOf(data, 'officerId')];
  const said = metadata['source'] as { readonly source?: unknown; readonly id?: unknown } | undefined;
  return {
    position, from: recorded.from, stream, revision: Number(revision), eventId: id, type,
    occurredAt: instantIn(data, 'occurredAt'), claimedOccurredAt: instantIn(metadata, 'claimedOccurredAt'), recordedAt: instantIn(metadata, 'recordedAt'),
    late: isLate(step), departmentId, departmentName: departmentId === null ? null : names.department(departmentId),
    officerId, officerName: officerId === null ? null : names.officer(officerId), terminalId: textOf(data, 'terminalId'),
    principal: textOf(metadata, 'principal'), source: stringOr(said?.source), sourceId: stringOr(said?.id),
    correlationId: textOf(metadata, 'correlationId'), causationId: textOf(metadata, 'causationId'), contentDigest: textOf(metadata, 'contentDigest'),
    hash: textOf(metadata, 'hash'), previousHash: textOf(metadata, 'previousHash'), chainHolds: chainHolds(entry),
    details: Object.entries(data).filter(([name, value]) => !NAMED.has(name) && !isSealed(value) && value !== undefined && value !== null)
      .map(([name, value]) => ({ name, value: typeof value === 'string' ? value : JSON.stringify(value) })),
    texts: texts.map(({ name, state, text }) => ({ name, state, text })),
    parked: parkedView(step), before: stateView(step.before, calendars), after: stateView(step.after, calendars), step, rows, calendars,
  };
}

function stateView(standing: Standing, calendars: CalendarVersions): HistoryState {
  const { status, holderDepartmentId, officerId, pending, suspension, acceptedAtMs, closures, lastClosedAtMs } = viewOf(standing);
  return {
    status, holderDepartmentId, officerId, pendingTransfer: pending, suspensionCause: suspension?.cause ?? null, suspendedSince: suspension?.fromMs ?? null,
    acceptedAt: acceptedAtMs, closures, lastClosedAt: lastClosedAtMs, standing, calendars,
  };
}

function parkedView({ untaken }: Step): HistoryParked | null {
  if (untaken === null) return null;
  const code = untaken.code as keyof typeof PARKED_TEXTS;
  return { code, ...(PARKED_TEXTS[code] ?? PARKED_TEXTS.FACTS_FAILED), behind: untaken.behind };
}

const stringOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const textOf = (of: JsonObject, name: string): string | null => stringOr(of[name]);
/** What an edit has left there is no instant that could be shown. */
const instantIn = (of: JsonObject, name: string): string | null => {
  const value = of[name];
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : null;
};
