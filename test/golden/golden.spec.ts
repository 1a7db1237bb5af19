import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { versionOf } from '../../src/kernel/event-codec.js';
import type { ReferenceEventType } from '../../src/reference-data/domain/events.js';
import {
  decodeReferenceEvent, REFERENCE_EVENT_TYPES, STORED_REFERENCE_TYPES,
} from '../../src/reference-data/domain/reference-streams.js';
import {
  decodeServiceRequestEvent, SERVICE_REQUEST_EVENT_TYPES, STORED_SERVICE_REQUEST_TYPES,
} from '../../src/service-request/domain/codec.js';
import { SEALED_FIELDS, streamOf, type ServiceRequestEventType } from '../../src/service-request/domain/events.js';
import { isRequestId } from '../../src/service-request/domain/request-ids.js';
import { serviceRequest } from '../../src/service-request/domain/service-request.js';

const REFERENCE_TYPES: Readonly<Record<ReferenceEventType, string>> = {
  DepartmentRegistered: 'department-planning',
  DepartmentRenamed: 'department-planning',
  OfficerRegistered: 'officer-O-17',
  ServiceItemRegistered: 'serviceItem-BUILDING-PERMIT',
  ServiceItemRevised: 'serviceItem-BUILDING-PERMIT',
  CalendarDefined: 'calendar-cn-office',
  CalendarRevised: 'calendar-cn-office',
  AssessmentFormulaDefined: 'assessmentFormula-hall',
  AssessmentFormulaRevised: 'assessmentFormula-hall',
  ReferenceStreamOpened: 'referenceData-index',
};

interface Golden {
  readonly stream: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}
/** `RequestRatedV2` stands in `RequestRated.v2.json`. */
const fileOf = (type: string): string => {
  const { base, version } = versionOf(type);
  return `${base}.v${version}.json`;
};
const bytesOf = (file: string): Buffer => readFileSync(join(import.meta.dirname, file));
const read = (type: string): Golden => JSON.parse(bytesOf(fileOf(type)).toString('utf8')) as Golden;
const decoded = (type: ServiceRequestEventType) => decodeServiceRequestEvent(type, read(type).data);

const requestTypes = STORED_SERVICE_REQUEST_TYPES;
const referenceTypes = STORED_REFERENCE_TYPES;
const goldenFiles = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'));

describe('The golden files', () => {
  it('are exactly one for each stored type and version', () => {
    expect([...goldenFiles].sort()).toEqual([...requestTypes, ...referenceTypes].map(fileOf).sort());
  });

  // A changed file would make the tests agree with code that cannot read what halls have stored.
  it('that were shipped are the very bytes they were', () => {
    const lines = bytesOf('shipped.sha256').toString('utf8').trim().split('\n');
    const now = goldenFiles.map((file) => `${hash('sha256', bytesOf(file), 'hex')}  ${file}`);
    expect(now.sort()).toEqual(lines.sort());
  });

  it('cover every type of today and every type that older programs stored', () => {
    expect(requestTypes).toEqual(expect.arrayContaining([...SERVICE_REQUEST_EVENT_TYPES]));
    expect(referenceTypes).toEqual(expect.arrayContaining([...REFERENCE_EVENT_TYPES]));
    expect(requestTypes.length + referenceTypes.length).toBeGreaterThanOrEqual(25);
  });

  it.each([...requestTypes, ...referenceTypes])('carry the metadata every event has from the first day: %s', (type) => {
    const { type: stored, metadata } = read(type);
    const { claimedOccurredAt: _whereClamped, ...always } = metadata;
    expect(stored).toBe(type);
    expect(Object.keys(always)).toEqual([
      'recordedAt', 'principal', 'correlationId', 'causationId', 'source', 'contentDigest', 'previousHash', 'hash',
    ]);
    expect(metadata['hash']).toMatch(/^[0-9a-f]{64}$/);
    expect(metadata['contentDigest']).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(referenceTypes)('of reference data stand in the stream of their entry: %s', (type) => {
    const golden = read(type);
    const decodedType = decodeReferenceEvent(golden.type, golden.data).type;
    expect(golden.stream).toBe(REFERENCE_TYPES[decodedType]);
  });

  it.each(requestTypes)('of a request decode, in its stream, with sealed texts sealed: %s', (type) => {
    const golden = read(type);
    const { type: latest, data } = decodeServiceRequestEvent(golden.type, golden.data);
    expect(versionOf(latest).base).toBe(versionOf(type).base);
    expect(golden.stream).toBe(streamOf(data.hallId, data.requestId));
    expect(isRequestId(data.requestId)).toBe(true);
    expect(new Date(data.occurredAt).toISOString()).toBe(data.occurredAt);
    const sealedField = SEALED_FIELDS[latest];
    if (sealedField !== undefined) expect(Object.keys(golden.data[sealedField] as object)).toEqual(['keyId', 'nonce', 'ciphertext']);
  });
});

describe('The history they tell', () => {
  const transfer = decoded('RequestTransferred');
  const history = [
    decoded('RequestReceived'), decoded('RequestAccepted'), decoded('OfficerAssigned'),
    transfer, decoded('TransferRefused'), transfer, decoded('TransferRecalled'), transfer, decoded('TransferAccepted'),
    decoded('ProgressRecorded'), decoded('RequestSuspended'), decoded('RequestResumed'), decoded('LimitExtended'),
    decoded('ReminderIssued'), decoded('RequestCompleted'), decoded('RequestRated'), decoded('RequestReopened'), decoded('TransferRuled'),
  ];
  const folded = history.reduce((state, event, i) => serviceRequest.evolve(state, event, i), serviceRequest.initialState);

  it('folds to what it says', () => {
    expect(folded).toMatchObject({
      status: 'open',
      eventCount: 18,
      limits: { PROMISED: { unit: 'WORKING_DAY', amount: 3 }, STATUTORY: { unit: 'INSTANT', dueAt: '2026-03-31T09:00:00.000Z' } },
      calendarId: 'cn-office',
      clockStart: 'ACCEPTANCE',
      acceptedAtMs: Date.UTC(2026, 2, 2, 1, 30),
      lastLifecycleMs: Date.UTC(2026, 2, 5, 1),
      holding: { departmentId: 'planning', fromMs: Date.UTC(2026, 2, 5, 1) },
      pending: null,
      suspension: null,
      pastSuspensions: [{ cause: 'STATUTORY', fromMs: Date.UTC(2026, 2, 2, 6), untilMs: Date.UTC(2026, 2, 3, 1) }],
      extensions: [{ limit: 'PROMISED', atMs: Date.UTC(2026, 2, 3, 2), amount: 2 }],
      closures: [{ atMs: Date.UTC(2026, 2, 4, 1), reopenedAtMs: Date.UTC(2026, 2, 5, 1), rated: true }],
      movements: [3, 4, 5, 7],
    });
  });

  it('ends with its voiding', () => {
    expect(serviceRequest.evolve(folded, decoded('RequestVoided'), 18)).toEqual({ status: 'voided', eventCount: 19, heldBy: ['intake', 'planning'] });
  });
});
