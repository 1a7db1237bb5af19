import type { ReceiveData } from '../../../../src/service-request/domain/commands.js';
import { command, instant, received } from '../../../support/builders.js';
import { given } from '../../../support/given-when-then.js';

const receive = (over: Partial<ReceiveData> = {}) =>
  command('ReceiveRequest', 0, 'A', { serviceItemCode: 'PERMIT', channel: 'COUNTER', urgency: 'NORMAL', applicant: null, ...over });

describe('A receipt', () => {
  it('pins the terms of its service item and its calendar as they stand', () => {
    given([])
      .when(receive())
      .then(received({ calendarVersion: 3 }));
  });

  it('keeps who acted, and the sealed applicant', () => {
    const applicant = { keyId: 'k-1', nonce: 'bm9uY2U=', ciphertext: 'Y2lwaGVy' };
    const said = { officerId: 'o-1', terminalId: 't-1', applicant };
    given([])
      .when(receive(said))
      .then(received({ calendarVersion: 3, ...said }));
  });

  it('leaves out what was not said', () => {
    given([])
      .when(receive({ officerId: undefined, dueAt: undefined }))
      .then(received({ calendarVersion: 3 }));
  });

  it('takes the urgent limits when the item has them', () => {
    given([])
      .when(receive({ urgency: 'URGENT' }))
      .then(received({ calendarVersion: 3, urgency: 'URGENT', promisedLimit: { unit: 'WORKING_HOUR', amount: 4 }, statutoryLimit: null }));
  });

  it('falls back to the normal limits when the item has no urgent ones', () => {
    const pinned = { serviceItemCode: 'INQUIRY', serviceItemVersion: 1, promisedLimit: null, statutoryLimit: null } as const;
    given([])
      .when(receive({ serviceItemCode: 'INQUIRY', urgency: 'URGENT' }))
      .then(received({ calendarVersion: 3, urgency: 'URGENT', ...pinned }));
  });

  it('lets an explicit due instant replace the promised limit', () => {
    const explicit = { unit: 'INSTANT', dueAt: instant(1440) } as const;
    given([])
      .when(receive({ dueAt: instant(1440) }))
      .then(received({ calendarVersion: 3, promisedLimit: explicit }));
    given([])
      .when(receive({ dueAt: instant(1440), dueLimit: 'PROMISED' }))
      .then(received({ calendarVersion: 3, promisedLimit: explicit }));
  });

  it('lets it replace the statutory limit when it says so', () => {
    given([])
      .when(receive({ dueAt: instant(1440), dueLimit: 'STATUTORY' }))
      .then(received({ calendarVersion: 3, statutoryLimit: { unit: 'INSTANT', dueAt: instant(1440) } }));
  });

  it('may be due before it was received: late at once', () => {
    given([])
      .when(receive({ dueAt: instant(-1440) }))
      .then(received({ calendarVersion: 3, promisedLimit: { unit: 'INSTANT', dueAt: instant(-1440) } }));
  });

  it('needs a known department, service item and calendar', () => {
    given([])
      .when(receive({ departmentId: 'X' }))
      .thenRejected('UNKNOWN_DEPARTMENT', { retryable: true });
    given([])
      .when(receive({ serviceItemCode: 'X' }))
      .thenRejected('UNKNOWN_SERVICE_ITEM', { retryable: true, detail: { serviceItemCode: 'X' } });
    given([])
      .when(receive({ serviceItemCode: 'ORPHAN' }))
      .thenRejected('UNKNOWN_CALENDAR', { retryable: true, detail: { calendarId: 'nowhere' } });
  });

  it.each(['1970-01-01T23:59:59.999Z', '2090-01-01T00:00:00.000Z'])('is due within the years the calendars reach: %s is not', (dueAt) => {
    given([]).when(receive({ dueAt })).thenRejected('INSTANT_OUT_OF_RANGE', { retryable: false });
  });

  it('lies within the years the calendars reach', () => {
    given([])
      .when(receive({ occurredAt: '1970-01-01T23:59:59.999Z' }))
      .thenRejected('INSTANT_OUT_OF_RANGE');
    given([])
      .when(receive({ occurredAt: '1970-01-02T00:00:00.000Z' }))
      .thenAccepted();
  });
});

describe('Any other event', () => {
  it('of a request without a receipt may be sent again', () => {
    given([])
      .when(command('AcceptRequest', 0, 'A', {}))
      .thenRejected('UNKNOWN_REQUEST', { retryable: true, detail: { requestId: 'R-1' } });
  });
});
