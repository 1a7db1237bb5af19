import type { FieldPolicy } from './field-classes.js';

/** Single requests, what is told of them, and what became of them. */
export const FIELDS_OF_REQUESTS: FieldPolicy = {
  Explanation: { figure: 'en zh' },
  Holding: { figure: 'departmentId endedBy from holdingTime', operational: 'until' },
  LedgerInterval: {
    figure: 'accountable accountableDepartmentId departmentId from ledgerClass offHours wallClock workingTime',
    officer: 'officerId',
    operational: 'until',
  },
  LimitStanding: { figure: 'budget dueAt provisional redAt remaining used usedShare yellowAt', operational: 'state' },
  ParkedRequest: { figure: 'detail eventsBehind explanation', operational: 'id position reason recordedAt revision stream type' },
  ProjectionAdvance: { operational: 'position' },
  Rectification: {
    figure: 'closedAt closure completedAt completedByDepartmentId departmentId dueAt openedAt score serviceItemCode standing taken',
    operational: 'hallId id requestId',
    text: 'measures',
    officer: 'officerId',
  },
  Reminder: { figure: 'departmentId departmentName issuedAt issuedBy serviceItemCode', operational: 'hallId id position requestId', officer: 'officerId' },
  RequestChange: { figure: 'departmentId occurredAt', operational: 'id position revision type' },
  RequestLedger: { figure: 'at intervals ledger', operational: 'id position' },
  RequestLimit: { figure: 'budget dueAt explanation limit provisional standing' },
  RequestState: { figure: 'departmentId serviceItemCode standing', operational: 'hallId id requestId', officer: 'officerId' },
  RestatingEventNode: { figure: 'departmentId occurredAt requests share', operational: 'position recordedAt requestId source type', principal: 'principal' },
  Ruling: {
    figure: 'fromDepartmentId isRefusal recalled ruledAt serviceItemCode stands toDepartmentId transferredAt verdict',
    operational: 'hallId id requestId transferRevision',
    officer: 'officerId',
    text: 'reason',
    principal: 'ruledBy',
  },
  ServiceRequest: {
    figure: 'channel completed holdings ledger limits parkedAt route serviceItemCode serviceItemVersion timeline urgency voided',
    operational: 'hallId id requestId',
  },
  ServiceRequestSummary: {
    figure: 'channel departmentId firstDepartmentId receivedAt serviceItemCode status urgency',
    operational: 'hallId id requestId since',
    officer: 'officerId',
  },
  TimelineDetail: { figure: 'name', detail: 'value' },
  TimelineEntry: {
    operational: 'claimedOccurredAt position recordedAt revision terminalId type',
    figure: 'departmentId details occurredAt',
    officer: 'officerId',
    principal: 'principal',
  },
  Timeliness: { figure: 'byClosure byDueDate earlyShareMean' },
  TimelinessByClosure: { figure: 'late onTime onTimeShare withoutLimit' },
  TimelinessByDueDate: { figure: 'doneOnTime failed notYetDue onTimeShare suspended' },
  Warning: {
    figure: 'budget departmentId departmentName dueAt limit provisional raisedAt rule serviceItemCode turnedAt used usedShare',
    operational: 'hallId id position requestId state',
    officer: 'officerId',
  },
  WarningRule: { figure: 'calendarId calendarVersion version warningShare', operational: 'id position requestRevision' },
  WhatIfFlip: {
    figure: 'actual actualDueAt closedAt departmentId limit receivedAt serviceItemCode subject underRules underRulesDueAt',
    operational: 'hallId id requestId',
    officer: 'officerId',
  },
};
