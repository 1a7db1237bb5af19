import type { FieldPolicy } from './field-classes.js';

/** Histories, who has read them, and what is found in them: for supervisors only, so their classes are a second lock. */
export const FIELDS_OF_AUDIT: FieldPolicy = {
  FigureReason: { figure: 'at change departmentId en figure value zh', officer: 'officerId' },
  HistoryEvent: {
    figure: 'departmentId departmentName details late occurredAt reasons',
    operational: 'after before causationId chainHolds claimedOccurredAt contentDigest correlationId eventId from hash parked position previousHash recordedAt revision source sourceId stream terminalId texts type',
    officer: 'officerId',
    principal: 'principal',
    personName: 'officerName',
  },
  HistoryEventConnection: { figure: 'totalCount', operational: 'edges pageInfo' },
  HistoryEventEdge: { operational: 'cursor node' },
  HistoryHit: { figure: 'events matchCount receivedAt serviceItemCode', operational: 'applicantPseudonym hallId id requestId' },
  HistoryHitConnection: { figure: 'totalCount', operational: 'edges pageInfo position' },
  HistoryHitEdge: { operational: 'cursor node' },
  HistoryMatch: {
    figure: 'departmentId occurredAt', operational: 'position recordedAt revision terminalId type', officer: 'assignedOfficerId officerId', principal: 'principal',
  },
  HistoryLimit: { figure: 'budget calendarId calendarVersion dueAt explanation limit provisional stoppedAt' },
  HistoryParked: { figure: 'en zh', operational: 'behind code' },
  HistoryPendingTransfer: { figure: 'fromDepartmentId toDepartmentId', operational: 'revision' },
  HistoryReading: { operational: 'answeredAt asKnownAt asOf position readAt reason role through', principal: 'principal' },
  HistoryReadingConnection: { figure: 'totalCount', operational: 'edges pageInfo' },
  HistoryReadingEdge: { operational: 'cursor node' },
  HistoryState: {
    figure: 'acceptedAt closures holderDepartmentId lastClosedAt limits pendingTransfer status suspendedSince suspensionCause', officer: 'officerId',
  },
  HistoryText: { operational: 'name state', text: 'text' },
  RequestHistory: { operational: 'applicantPseudonym events hallId id parkedAt position readAt reads requestId' },
};
