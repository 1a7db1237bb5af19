import fc from 'fast-check';
import { KNOWN_TYPES, readEvent } from '../../../../src/service-request/api/cloud-events/read-event.js';
import { COMMAND_OF_EVENT } from '../../../../src/service-request/domain/commands.js';

const EXTRA: Readonly<Record<string, object>> = {
  RequestReceived: { serviceItemCode: 'S', channel: 'COUNTER', applicant: 'P-1', dueAt: '2026-03-09T17:00:00+08:00', dueLimit: 'STATUTORY' },
  RequestTransferred: { fromDepartmentId: 'D1', toDepartmentId: 'D2', reasonCode: 'R', note: 'n' },
  TransferRefused: { reasonCode: 'R', note: 'n' },
  TransferRecalled: { note: 'n' },
  OfficerAssigned: { assignedOfficerId: 'o2' },
  ProgressRecorded: { step: 's', note: 'n' },
  RequestSuspended: { cause: 'STATUTORY', legalBasis: 'Art. 1' },
  LimitExtended: { limit: 'PROMISED', amount: 1.5, approver: 'boss', reason: 'r' },
  RequestCompleted: { outcome: 'RESOLVED' },
  RequestReopened: { reasonCode: 'R' },
  RequestRated: { score: 5, dimensions: { attitude: 4, speed: 1 }, comment: 'c' },
  ReminderIssued: { text: 't' },
  TransferRuled: { revision: 3, verdict: 'BUCK_PASSING', reason: 'r' },
  RequestVoided: { reason: 'r' },
};
const envelope = (type: string, data: unknown) => ({ specversion: '1.0', id: 'e1', source: '/t/1', type, subject: 'h1.r.1', time: '2026-03-02T09:00:00.5+08:00', data });
const common = { departmentId: 'D1', officerId: 'o1', terminalId: 't1' };

describe('readEvent', () => {
  it('knows all seventeen types', () => expect(KNOWN_TYPES).toHaveLength(17));

  it.each(KNOWN_TYPES.map((type) => [type]))('reads a %s to its command, every member kept', (type) => {
    const extra = EXTRA[type] ?? {};
    const { result } = readEvent(envelope(type, { ...common, ...extra }), 'hall');
    const normalised = { ...extra, ...('dueAt' in extra ? { dueAt: '2026-03-09T09:00:00.000Z', urgency: 'NORMAL' } : {}) };
    expect(result).toEqual({
      ok: true,
      read: {
        hallId: 'h1', requestId: 'r.1',
        submitted: {
          source: '/t/1', id: 'e1',
          command: {
            type: COMMAND_OF_EVENT[type],
            data: { hallId: 'h1', requestId: 'r.1', occurredAt: '2026-03-02T01:00:00.500Z', ...common, ...normalised },
          },
        },
      },
    });
  });

  it('fills in what a receipt may leave out, and nothing else', () => {
    const { result } = readEvent(envelope('RequestReceived', { departmentId: 'D1', serviceItemCode: 'S', channel: 'COUNTER', officerId: null }), 'hall');
    expect(result).toMatchObject({ read: { submitted: { command: { data: { urgency: 'NORMAL', applicant: null } } } } });
    expect(JSON.stringify(result)).not.toMatch(/officerId|dueAt|terminalId/);
  });

  it.each([
    ['RequestRated', { score: 6 }], ['RequestRated', { score: 2.5 }], ['RequestRated', { score: '5' }], ['RequestRated', { score: 3, dimensions: { a: 9 } }],
    ['RequestRated', { score: 3, dimensions: [{ name: 'a', score: 1 }, { name: 'a', score: 2 }] }], ['RequestRated', { score: 3, dimensions: ['a'] }],
    ['LimitExtended', { limit: 'PROMISED', amount: 0, approver: 'b' }], ['LimitExtended', { limit: 'PROMISED', amount: 1e308, approver: 'b' }],
    ['LimitExtended', { limit: 'BOTH', amount: 1, approver: 'b' }], ['LimitExtended', { limit: 'PROMISED', dueAt: '2026-03-09', approver: 'b' }],
    ['TransferRuled', { revision: -1, verdict: 'JUSTIFIED' }], ['TransferRuled', { revision: 1, verdict: 'GUILTY' }],
    ['RequestTransferred', { fromDepartmentId: 'D1' }], ['ProgressRecorded', { step: '' }], ['RequestVoided', { reason: 'x'.repeat(2001) }],
    ['RequestVoided', { reason: '\u001b[2J' }], ['RequestVoided', { reason: '\udc00' }], ['RequestAccepted', Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`m${n}`, n]))],
  ])('refuses a %s with %j', (type, extra) => {
    expect(readEvent(envelope(type, { departmentId: 'D1', ...extra }), 'hall').result).toMatchObject({ ok: false, code: 'INVALID_PAYLOAD' });
  });

  it('names a type it does not know, also one that every object has', () => {
    for (const type of ['RequestGreeted', 'toString', '__proto__']) {
      expect(readEvent(envelope(type, common), 'hall').result).toMatchObject({ ok: false, code: 'UNKNOWN_EVENT_TYPE', knownTypes: KNOWN_TYPES });
    }
  });

  it('answers any JSON value with a reading, never with an exception', () => {
    const attribute = fc.oneof(fc.jsonValue(), fc.constantFrom('1.0', 'hall.r1', '2026-03-02T09:00:00Z', ...KNOWN_TYPES));
    const event = fc.record(
      { specversion: attribute, id: attribute, source: attribute, type: attribute, subject: attribute, time: attribute, data: fc.jsonValue(), data_base64: fc.string(), datacontenttype: attribute },
      { requiredKeys: [] },
    );
    fc.assert(fc.property(fc.oneof(fc.jsonValue(), event), (value) => typeof readEvent(value, 'hall').result.ok === 'boolean'), { numRuns: 1000, verbose: 1 });
  });
});
